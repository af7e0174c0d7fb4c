//! Embeds every scenario file, so that an installed binary works anywhere, and makes a new file
//! be seen by the tests.

use std::{env, error::Error, ffi::OsStr, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("scenarios");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    for folder in fs::read_dir(&root)? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", folder.display());
        for file in fs::read_dir(&folder)? {
            let file = file?.path();
            if file.extension().is_some_and(|extension| extension == "toml") {
                files.push(file);
            }
        }
    }
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let name = |part: Option<&OsStr>| part.and_then(OsStr::to_str).unwrap_or_default().to_owned();
        let (folder, stem) = (name(file.parent().and_then(Path::file_name)), name(file.file_stem()));
        let path = file.to_str().ok_or("a scenario file whose path is no UTF-8 cannot be embedded")?;
        writeln!(code, "    ({folder:?}, {stem:?}, include_str!({path:?})),")?;
    }
    code.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("bundled.rs"), code)?;
    Ok(())
}
