//! A graph for Mermaid, which GitHub and GitLab draw in Markdown.

use std::fmt::Write as _;

use super::Graph;

/// A state diagram: steps that lead somewhere as arrows, those that stay as notes beside the status.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = "stateDiagram-v2\n".to_owned();
    // Mermaid's own names have no hyphens.
    let node =
        |at: usize| graph.statuses.get(at).map(|status| status.name.replace('-', "_")).unwrap_or_default();
    for (at, status) in graph.statuses.iter().enumerate() {
        // Writing into a String cannot fail.
        let _ = writeln!(out, "    state \"{}\" as {}", status.name, node(at));
    }
    for way in &graph.ways {
        let from = way.from.map_or_else(|| "[*]".to_owned(), node);
        for step in &way.steps {
            let _ = writeln!(out, "    {from} --> {}: {step}", node(way.to));
        }
    }
    for (at, status) in graph.statuses.iter().enumerate() {
        if status.is_final {
            let _ = writeln!(out, "    {} --> [*]", node(at));
        }
        if !status.staying.is_empty() {
            let _ = writeln!(out, "    note right of {}: {}", node(at), status.staying.join(", "));
        }
    }
    out
}
