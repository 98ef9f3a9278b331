//! What programs read: every command prints JSON on demand, of a shape that `schemas/output/` publishes.
//! `tests/outputs.txt` has a line for each; a command without one, or a shape without a schema, fails here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::cases::{self, package};
use super::demo;
use super::environment::{Ran, Seat};

/// Where the schemas of outputs stand.
const SCHEMAS: &str = "schemas/output";

/// A command and the name of the shape of what it prints.
struct Line {
    name: String,
    command: String,
}

fn lines() -> Vec<Line> {
    let text = fs::read_to_string(package().join("tests/outputs.txt")).unwrap();
    let told = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    told.map(|line| {
        let (name, command) = line.split_once(": ").unwrap_or_else(|| panic!("can't read `{line}`"));
        Line { name: name.to_owned(), command: command.to_owned() }
    })
    .collect()
}

#[test]
fn every_command_keeps_the_schema_of_its_output() {
    let example = demo::copy();
    let seat = Seat { person: "anna", folder: &example.folder(), moment: 1_767_960_000 };
    let wrong: Vec<String> = lines()
        .iter()
        .flat_map(|line| {
            let why = match line.name.as_str() {
                "-" => ended(&seat.run(&line.command)),
                name => judge(name, &seat.run(&format!("{} --format json", line.command))),
            };
            why.into_iter().map(move |why| format!("{}: {why}", line.command))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with a command that only has to end well.
fn ended(ran: &Ran) -> Vec<String> {
    if ran.status == 0 { Vec::new() } else { vec![ran.text()] }
}

/// What is wrong with an output.
fn judge(name: &str, ran: &Ran) -> Vec<String> {
    let Ok(output) = serde_json::from_str::<Value>(&ran.stdout) else {
        return vec![format!("this is no JSON\n{}", ran.text())];
    };
    let schema = jsonschema::validator_for(&strict(&schema(name))).unwrap();
    schema.iter_errors(&output).map(|error| format!("at {}: {error}", error.instance_path())).collect()
}

fn schema(name: &str) -> Value {
    let text = fs::read_to_string(package().join(SCHEMAS).join(format!("{name}.schema.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The schema with nothing left open: readers have to expect new members, but each has to be written down.
fn strict(schema: &Value) -> Value {
    let mut closed = match schema {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), strict(value))).collect(),
        Value::Array(items) => Value::Array(items.iter().map(strict).collect()),
        other => other.clone(),
    };
    if let Value::Object(members) = &mut closed
        && members.get("properties").is_some_and(Value::is_object)
        && !members.contains_key("additionalProperties")
    {
        members.insert("additionalProperties".to_owned(), json!(false));
    }
    closed
}

#[test]
fn a_member_that_no_schema_names_is_told() {
    let open = json!({"type": "object", "properties": {"a": {"properties": {"b": {}}}}});
    let schema = jsonschema::validator_for(&strict(&open)).unwrap();
    assert!(schema.is_valid(&json!({"a": {"b": 1}})));
    assert!(!schema.is_valid(&json!({"a": {"c": 1}})) && !schema.is_valid(&json!({"c": 1})));
}

/// The commands that do something, as they are typed: `iwcp participant add`.
fn commands(command: &clap::Command, name: &str) -> Vec<String> {
    let below: Vec<String> = command
        .get_subcommands()
        .flat_map(|command| commands(command, &format!("{name} {}", command.get_name())))
        .collect();
    if below.is_empty() { vec![name.to_owned()] } else { below }
}

#[test]
fn no_command_prints_json_of_an_unknown_shape() {
    let lines = lines();
    let said = |command: &String| {
        lines.iter().any(|line| format!("{} ", line.command).contains(&format!("{command} ")))
    };
    let silent: Vec<_> =
        commands(&iwcp::cli::command_line(), "iwcp").into_iter().filter(|command| !said(command)).collect();
    assert!(silent.is_empty(), "tests/outputs.txt has no line for {silent:?}");

    let schemas = cases::entries(SCHEMAS, |path| path.extension().is_some_and(|end| end == "json"));
    let schemas: BTreeSet<String> =
        schemas.iter().map(|path| cases::name(path).replace(".schema", "")).collect();
    let shown: BTreeSet<String> =
        lines.iter().map(|line| line.name.clone()).filter(|name| name != "-").collect();
    let named: BTreeSet<String> = shapes(&package().join("src"));
    assert_eq!(shown, schemas, "tests/outputs.txt shows each schema");
    assert_eq!(named, schemas, "each shape that the source names has a schema");
    for name in &schemas {
        assert_eq!(schema(name)["properties"]["schema"]["const"], format!("iwcp/{name}/1"));
    }
}

/// The shapes that the source names: `"iwcp/NAME/1"`.
fn shapes(folder: &Path) -> BTreeSet<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.path().is_file());
    let texts = files.map(|entry| fs::read_to_string(entry.path()).unwrap_or_default());
    let named = |text: String| {
        let parts: Vec<&str> = text.split("\"iwcp/").skip(1).collect();
        let names = parts.iter().filter_map(|part| part.split('"').next()?.rsplit_once('/'));
        names.map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
    };
    texts.flat_map(named).collect()
}
