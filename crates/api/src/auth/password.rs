//! Passwords: argon2id, away from the threads that serve requests, and few at a time.

use crate::error::Error;
use crate::turns::Turns;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::Arc;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for HashCost {
    /// 19 MiB and two passes: OWASP's first choice for argon2id.
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2 }
    }
}

/// Hashes and compares passwords.
#[derive(Clone)]
pub(crate) struct Passwords {
    argon2: Argon2<'static>,
    /// As many at a time as there are processors: memory is what would run out.
    turns: Turns,
    /// A hash of nothing anybody knows, compared when a login does not exist, so that this takes as long.
    decoy: Arc<str>,
}

/// What comparing a password found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// It is another one.
    Different,
    /// It is this one.
    Same,
    /// It is this one; the hash was made at another cost, this one should replace it.
    SameButOutdated(String),
}

impl Passwords {
    /// Hashes at `cost` from now on.
    ///
    /// # Errors
    /// When argon2 does not work at this cost.
    pub(crate) fn new(cost: HashCost) -> Result<Self, Error> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|e| Error::internal(e.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let unknown = super::secret::generate().map_err(Error::internal)?;
        let decoy = hash_now(&argon2, &unknown)?.into();
        Ok(Self { argon2, turns: Turns::new(usize::MAX), decoy })
    }

    /// The hash to keep of a password, as a PHC string.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Error> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.turns.run(move || hash_now(&argon2, &password)).await?
    }

    /// Compares a password with a stored hash, or with a decoy when there is none.
    pub(crate) async fn compare(&self, password: &str, stored: Option<&str>) -> Result<Comparison, Error> {
        let this = self.clone();
        let (password, exists) = (password.to_owned(), stored.is_some());
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        self.turns.run(move || this.compare_now(&password, &stored, exists)).await?
    }

    fn compare_now(&self, password: &str, stored: &str, exists: bool) -> Result<Comparison, Error> {
        let hash = PasswordHash::new(stored).map_err(|e| Error::internal(e.to_string()))?;
        if self.argon2.verify_password(password.as_bytes(), &hash).is_err() || !exists {
            return Ok(Comparison::Different);
        }
        let same_cost = Params::try_from(&hash).is_ok_and(|params| {
            let ours = self.argon2.params();
            (params.m_cost(), params.t_cost(), params.p_cost()) == (ours.m_cost(), ours.t_cost(), ours.p_cost())
        });
        if same_cost {
            return Ok(Comparison::Same);
        }
        hash_now(&self.argon2, password).map(Comparison::SameButOutdated)
    }
}

fn hash_now(argon2: &Argon2<'_>, password: &str) -> Result<String, Error> {
    let hash = argon2.hash_password(password.as_bytes()).map_err(|e| Error::internal(e.to_string()))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const CHEAP: HashCost = HashCost { memory_kib: 64, passes: 1 };

    #[actix_web::test]
    async fn a_password_is_recognised_and_an_absent_login_never_is() {
        let passwords = Passwords::new(CHEAP).unwrap();
        let hash = passwords.hash("a long enough secret").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        assert_eq!(passwords.compare("a long enough secret", Some(&hash)).await.unwrap(), Comparison::Same);
        assert_eq!(passwords.compare("another secret", Some(&hash)).await.unwrap(), Comparison::Different);
        assert_eq!(passwords.compare("a long enough secret", None).await.unwrap(), Comparison::Different);
    }

    #[actix_web::test]
    async fn a_hash_of_another_cost_is_replaced() {
        let hash = Passwords::new(CHEAP).unwrap().hash("a long enough secret").await.unwrap();
        let dearer = Passwords::new(HashCost { memory_kib: 128, passes: 1 }).unwrap();
        let Comparison::SameButOutdated(new) = dearer.compare("a long enough secret", Some(&hash)).await.unwrap()
        else {
            unreachable!("the cost differs");
        };
        assert_eq!(dearer.compare("a long enough secret", Some(&new)).await.unwrap(), Comparison::Same);
    }
}
