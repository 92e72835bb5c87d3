//! The `tilik` program: where it is, and running its commands to their end.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program under test: `TILIK_BIN`, else the release or the debug build of this
/// workspace, whichever was built last.
pub fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("TILIK_BIN") {
        let named = PathBuf::from(named);
        assert!(named.is_file(), "TILIK_BIN names {}, where there is no file", named.display());
        // The servers run in folders of their own.
        return named.canonicalize().unwrap();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
    let candidates = ["release", "debug"].map(|profile| target.join(profile).join("tilik"));
    // The one built last: a release of yesterday must not stand in for today's work.
    let built = |path: &PathBuf| path.metadata().and_then(|file| file.modified()).ok();
    candidates.iter().filter(|path| path.is_file()).max_by_key(|path| built(path)).cloned().unwrap_or_else(|| {
        panic!(
            "there is no tilik program to test. Build it (cargo build --release -p tilik) or name it in TILIK_BIN. \
             Looked for {} and {}",
            candidates[0].display(),
            candidates[1].display()
        )
    })
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; none where a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it told a person.
    pub stderr: String,
}

impl Ended {
    /// The last line it printed.
    pub fn last_line(&self) -> &str {
        self.stdout.lines().last().unwrap_or_default()
    }

    /// `N` and `M` of the last line `imported N, rejected M` of an import that landed.
    #[track_caller]
    pub fn imported(&self) -> (u64, u64) {
        assert_eq!(self.code, Some(0), "{self:?}");
        let numbers = self
            .last_line()
            .strip_prefix("imported ")
            .and_then(|rest| rest.split_once(", rejected "))
            .and_then(|(imported, rejected)| Some((imported.parse().ok()?, rejected.parse().ok()?)));
        numbers.unwrap_or_else(|| panic!("the last line should be `imported N, rejected M`: {self:?}"))
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The program with no setting of the shell that runs the tests.
pub fn tilik<Argument: AsRef<OsStr>>(arguments: impl IntoIterator<Item = Argument>) -> Command {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("TILIK_") {
            command.env_remove(name);
        }
    }
    command.args(arguments);
    command
}

/// `tilik sample` into a folder.
pub fn sample(families: u64, seed: u64, out: &Path) {
    let (families, seed) = (families.to_string(), seed.to_string());
    let arguments = ["sample", "--families", &families, "--seed", &seed, "--out", out.to_str().unwrap()];
    let ended = Ended::from(tilik(arguments).output().unwrap());
    assert_eq!(ended.code, Some(0), "{ended:?}");
}
