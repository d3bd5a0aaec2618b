//! `docker-compose.yml` without Docker: that it parses, that every service tells its health, that it holds no secret,
//! and that what it builds the program with are commands of this project.

use std::fs;

use anyhow::{Context, Result, ensure};
use saphyr::{LoadableYamlNode, Yaml};

use super::report::Tally;
use crate::project;

pub fn check() -> Result<Tally> {
    verify(&fs::read_to_string(project::root().join("docker-compose.yml"))?)?;
    Ok(Tally::one())
}

fn verify(text: &str) -> Result<()> {
    let documents = Yaml::load_from_str(text)?;
    let document = documents.first().context("the file is empty")?;
    let services = document.as_mapping_get("services").and_then(Yaml::as_mapping).context("no services")?;
    for (name, service) in services {
        let name = name.as_str().context("a service whose name is no text")?;
        ensure!(service.as_mapping_get("healthcheck").is_some(), "the service `{name}` has no health check");
        for (variable, value) in service.as_mapping_get("environment").and_then(Yaml::as_mapping).into_iter().flatten()
        {
            let (variable, value) = (variable.as_str().unwrap_or_default(), value.as_str().unwrap_or_default());
            let secret = ["PASSWORD", "SECRET", "DATABASE_URL"].iter().any(|word| variable.contains(word));
            ensure!(!secret || value.contains("${"), "`{variable}` of `{name}` does not come from the environment");
        }
    }
    let build = services.iter().find_map(|(_, service)| service.as_mapping_get("build"));
    let dockerfile = build.and_then(|build| build.as_mapping_get("dockerfile_inline")).and_then(Yaml::as_str);
    let dockerfile = dockerfile.context("no service is built from the sources")?;
    let web = dockerfile.find("cargo xtask web").context("the image is built without the site")?;
    let program = dockerfile.find("cargo build --release").context("the image is built without the program")?;
    ensure!(web < program, "the site has to be there before the program that embeds it");
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    const GOOD: &str = "
services:
  app:
    build:
      dockerfile_inline: |
        RUN cargo xtask web
        RUN cargo build --release
    environment:
      DB_PASSWORD: ${PASSWORD:?}
    healthcheck: { test: [CMD, 'true'] }
";

    #[test]
    fn a_secret_and_a_silent_service_are_found() {
        verify(GOOD).unwrap();
        let told = |text: &str| verify(text).unwrap_err().to_string();
        assert!(told(&GOOD.replace("${PASSWORD:?}", "hunter2")).contains("DB_PASSWORD"));
        assert!(told(&GOOD.replace("healthcheck", "health")).contains("no health check"));
        assert!(verify("services: [").is_err());
    }
}
