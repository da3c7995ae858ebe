//! underthesea_core is a Python extension and leaves Python's symbols to the interpreter that loads it. A program that
//! calls it from Rust has to bring them: it is linked with the shared library of the `python3` at hand.

use std::process::Command;

fn main() {
    let code = "import sysconfig as s; print(s.get_config_var('LIBDIR')); print(s.get_config_var('LDVERSION'))";
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python).args(["-c", code]).output().expect("a python3 with a shared library");
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = answer.lines();
    let (folder, version) = (lines.next().unwrap_or("/usr/lib"), lines.next().unwrap_or("3"));
    println!("cargo::rustc-link-search=native={folder}");
    println!("cargo::rustc-link-lib=dylib=python{version}");
    println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    println!("cargo::rerun-if-env-changed=PYTHON");
}
