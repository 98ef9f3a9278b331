//! Pipelines that `iwcp init --ci` writes, run as a server would run them, and the hooks of the pre-commit framework, run
//! by the framework itself.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::cases::package;
use super::environment::{Ran, Seat};
use super::register::Register;

const RESPOND: &str =
    "iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true";

fn read(path: &Path) -> Value {
    iwcp::source::parse("pipeline", &fs::read(path).unwrap()).unwrap().to_json()
}

fn commands(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

/// A register with a pipeline and a branch beside it, and a clone of it as a server's runner has one.
fn runner(server: &str, branch: &str) -> Register {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must(&format!(
        "iwcp init --ci {server} . && git add . && git commit -q -S -m Pipeline && iwcp verify"
    ));
    register.seat("mei", &folder).must(&format!("git switch -q -c branch && {branch}"));
    seat.must("git clone -q . ../runner && cd ../runner && git checkout -q --detach origin/branch");
    seat.must("git -C ../runner update-ref refs/remotes/origin/main $(git rev-parse main)");
    register
}

fn run(register: &Register, variables: &str, lines: &[String]) -> Ran {
    let folder = register.folder().join("../runner");
    let root = &register.root;
    let script = format!("export IWCP_ROOT={root} IWCP_SOURCE=nowhere; {variables}\n{}", lines.join("\n"));
    Seat { person: "aldo", folder: &folder, moment: register.moment + 200_000 }.run(&script)
}

const FORGED: &str =
    "sed -i 's/^status: .*/status: rescinded/' reports/2026/2026-0002.yaml && git commit -q -S -a -m Done";

/// The scripts of GitHub's steps, but for the one that installs.
fn github_steps(register: &Register) -> Vec<String> {
    let pipeline = read(&register.folder().join(".github/workflows/register.yml"));
    let steps = pipeline["jobs"]["register"]["steps"].as_array().unwrap();
    let checkout = steps.iter().find(|step| step["uses"].is_string()).unwrap();
    assert_eq!(checkout["with"]["fetch-depth"], 0);
    assert!(
        checkout["uses"].as_str().unwrap().split('@').nth(1).unwrap().len() == 40,
        "pinned by its commit"
    );
    assert_eq!(pipeline["permissions"], serde_json::json!({"contents": "read"}));
    assert!(
        !fs::read_to_string(register.folder().join(".github/workflows/register.yml"))
            .unwrap()
            .contains("secrets.")
    );
    let scripts = steps.iter().filter_map(|step| step["run"].as_str());
    scripts.filter(|script| !script.contains("cargo install")).map(str::to_owned).collect()
}

#[test]
fn githubs_pipeline_judges_a_branch() {
    let register = runner("github", RESPOND);
    let steps = github_steps(&register);
    let ran = run(&register, "export BASE=main", &steps);
    assert_eq!(ran.status, 0, "{}", ran.text());
    assert!(ran.stdout.contains("no findings in 1 commit, 1 step"), "{}", ran.text());
    let ran = run(&register, "unset IWCP_ROOT", &steps);
    assert!(ran.status != 0 && ran.stderr.contains("set the variable IWCP_ROOT"), "{}", ran.text());
    let register = runner("github", FORGED);
    let ran = run(&register, "export BASE=main", &github_steps(&register));
    assert!(
        ran.status == 1 && ran.stdout.contains("::error file=reports/2026/2026-0002.yaml,line=3,"),
        "{}",
        ran.text()
    );
    // On the main line there is no base.
    let steps = github_steps(&register);
    assert_eq!(run(&register, "unset BASE; git checkout -q origin/main", &steps).status, 0);
}

#[test]
fn gitlabs_pipeline_judges_a_branch() {
    let script = |register: &Register| {
        let pipeline = read(&register.folder().join(".gitlab-ci.yml"));
        let job = &pipeline["register"];
        assert_eq!(job["variables"]["GIT_DEPTH"], "0");
        let before = commands(&job["before_script"]);
        let lines = before.into_iter().filter(|line| !line.contains("cargo install"));
        lines.chain(commands(&job["script"])).collect::<Vec<_>>()
    };
    let register = runner("gitlab", RESPOND);
    let ran = run(&register, "export BASE=main", &script(&register));
    assert_eq!(ran.status, 0, "{}", ran.text());
    let register = runner("gitlab", FORGED);
    let ran = run(&register, "export BASE=main", &script(&register));
    assert!(ran.status == 1 && ran.stdout.contains("error[status-without-step]"), "{}", ran.text());
    let quality = fs::read_to_string(register.folder().join("../runner/code-quality.json")).unwrap();
    let quality: Value = serde_json::from_str(&quality).unwrap();
    let names: Vec<&Value> = quality.as_array().unwrap().iter().map(|row| &row["check_name"]).collect();
    assert!(names.iter().any(|name| *name == "status-without-step"), "{names:?}");
    assert!(
        fs::read_to_string(register.folder().join("../runner/documents.xml"))
            .unwrap()
            .contains("<testsuite ")
    );
}

#[test]
fn a_new_register_may_have_a_pipeline_from_the_start() {
    let register = Register::new();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must("iwcp init --ci gitlab ../new && test -f ../new/.gitlab-ci.yml && iwcp -C ../new verify");
    let ran = seat.run("echo mine >.gitlab-ci.yml && iwcp init --ci gitlab .");
    assert!(
        ran.status == 3 && fs::read_to_string(folder.join(".gitlab-ci.yml")).unwrap() == "mine\n",
        "{}",
        ran.text()
    );
}

/// Where the framework is: what `PRE_COMMIT` names, or what the path holds.
fn framework() -> Option<String> {
    let named = std::env::var("PRE_COMMIT").ok().filter(|path| !path.is_empty());
    let found = std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join("pre-commit"))
        .find(|path| path.is_file());
    named.or_else(|| found.map(|path| path.display().to_string()))
}

#[test]
fn the_pre_commit_framework_runs_our_hooks() {
    let Some(framework) = framework() else {
        assert!(std::env::var_os("CI").is_none(), "pre-commit is missing: pip install pre-commit");
        eprintln!("not run: pre-commit is missing (pip install pre-commit; PRE_COMMIT names it)");
        return;
    };
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    let source = package().join(".pre-commit-hooks.yaml");
    seat.must(&format!(
        "git init -q --bare ../there.git && git remote add origin ../there.git && git push -q origin main && \
         git init -q ../hooks && cp '{}' ../hooks/ && git -C ../hooks add . && git -C ../hooks commit -q -m Hooks",
        source.display()
    ));
    let revision = seat.must("git -C ../hooks rev-parse HEAD");
    let hooks = "[{id: iwcp-check}, {id: iwcp-commit-msg}, {id: iwcp-verify}]";
    let config = format!("repos:\n  - repo: ../hooks\n    rev: {}\n    hooks: {hooks}\n", revision.trim());
    fs::write(folder.join("../config.yaml"), config).unwrap();
    seat.must(&format!(
        "'{framework}' install -c ../config.yaml --hook-type pre-commit --hook-type commit-msg --hook-type pre-push"
    ));
    seat.must("git commit -q -S --allow-empty -m Fine && git push -q origin main");
    let ran = seat.run("sed -i 's/^discovered: .*/discovered: someday/' reports/2026/2026-0001.yaml && git commit -q -S -a -m Faulty");
    assert!(ran.status != 0 && ran.said().contains("error[malformed-value]"), "{}", ran.text());
    seat.must("git restore -S -W .");
    let ran = seat
        .run("sed -i 's/A200/A201/' reports/2026/2026-0002.yaml && git commit -q -S -a -m 'A typing error'");
    assert!(ran.status != 0 && ran.said().contains("error[missing-trailer]"), "{}", ran.text());
    seat.must("git restore -S -W . && git commit -q --no-verify --no-gpg-sign --allow-empty -m Unsigned");
    let ran = seat.run("git push -q origin main");
    assert!(ran.status != 0 && ran.said().contains("error[unsigned-commit]"), "{}", ran.text());
}
