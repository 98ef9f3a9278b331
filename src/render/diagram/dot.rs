//! A graph for Graphviz.

use std::fmt::Write as _;

use super::Graph;

/// The graph in the language of Graphviz.
pub fn dot(graph: &Graph) -> String {
    let mut out = format!("digraph {} {{\n", quoted(&graph.title));
    out.push_str("    rankdir=TB\n    node [shape=box, style=rounded, fontname=\"sans-serif\"]\n");
    out.push_str("    edge [fontname=\"sans-serif\", fontsize=10]\n    \"\" [shape=point]\n");
    for status in &graph.statuses {
        let shape = if status.is_final { ", peripheries=2" } else { "" };
        let label = match status.staying.is_empty() {
            true => quoted(&status.name),
            false => quoted(&format!("{}\n{}", status.name, status.staying.join("\n"))),
        };
        // Writing into a String cannot fail.
        let _ = writeln!(out, "    {} [label={label}{shape}]", quoted(&status.name));
    }
    for way in &graph.ways {
        let name = |at: usize| graph.statuses.get(at).map_or("", |status| status.name.as_str());
        let (from, to) = (quoted(way.from.map_or("", name)), quoted(name(way.to)));
        let _ = writeln!(out, "    {from} -> {to} [label={}]", quoted(&way.steps.join("\n")));
    }
    out.push_str("}\n");
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
