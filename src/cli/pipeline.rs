//! Pipelines that judge a register on a server: `iwcp init --ci`. Their text is `templates/ci`.

use std::path::Path;

use super::{CliError, Context, Outcome};
use crate::register::Register;

/// A server that runs pipelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Pipeline {
    /// GitHub Actions
    #[value(name = "github")]
    GitHub,
    /// GitLab CI/CD
    #[value(name = "gitlab")]
    GitLab,
}

impl Pipeline {
    /// Where the pipeline stands in a register, and its text.
    pub fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::GitHub => {
                (".github/workflows/register.yml", include_str!("../../templates/ci/github.yaml"))
            }
            Self::GitLab => (".gitlab-ci.yml", include_str!("../../templates/ci/gitlab.yaml")),
        }
    }

    /// Puts the pipeline into the work tree of a register that is there already; `None` where there is none.
    ///
    /// # Errors
    /// The environment's: another file in its place.
    pub(super) fn add(self, directory: &Path, context: &Context) -> Result<Option<Outcome>, CliError> {
        let register = match Register::open_as(directory, context.environment.clone()) {
            Ok(register) => register,
            Err(error) if error.means_none() => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let (name, text) = self.file();
        let root =
            register.root_dir().ok_or_else(|| CliError::environment("a bare repository has no files"))?;
        let path = root.join(name);
        let cannot = |error| CliError::caused(&format!("cannot write {}", path.display()), &error);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(cannot)?;
        }
        let mut open = std::fs::OpenOptions::new();
        let written = open.write(true).create_new(true).open(&path);
        written.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes())).map_err(cannot)?;
        context.output.line(name)?;
        context.output.note(&format!(
            "next: `git add {name} && git commit -S -m 'Pipeline'`, by the register's keeper; the file says which variables it needs"
        ))?;
        Ok(Some(Outcome::Fine))
    }
}
