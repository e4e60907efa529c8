//! Who may log in.

use sqlx::FromRow;

use super::{Db, Result};

/// Somebody who has signed up.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct Account {
    /// The account's number.
    pub(crate) id: i64,
    /// What its owner logs in with.
    pub(crate) email: String,
    /// What its owner is called on the page.
    pub(crate) name: String,
    /// The password's hash.
    pub(crate) password: String,
    /// How many passwords it has had. A log-in remembers the number, and ends when it has changed.
    pub(crate) generation: i64,
}

impl Db {
    /// Whether an account has this e-mail address, in whatever case it is written.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn email_taken(&self, email: &str) -> Result<bool> {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM accounts WHERE email = ?1)")
            .bind(email)
            .fetch_one(&self.pool)
            .await
    }

    /// Adds an account, or gives `None` when another one has the e-mail address: somebody may have taken it since it
    /// was checked.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn sign_up(&self, email: &str, name: &str, password: &str) -> Result<Option<Account>> {
        sqlx::query_as(
            "INSERT INTO accounts (email, name, password) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING RETURNING *",
        )
        .bind(email)
        .bind(name)
        .bind(password)
        .fetch_optional(&self.pool)
        .await
    }

    /// The account with this e-mail address.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn account_by_email(&self, email: &str) -> Result<Option<Account>> {
        sqlx::query_as("SELECT * FROM accounts WHERE email = ?1").bind(email).fetch_optional(&self.pool).await
    }

    /// The account with this number, if its password is still the one of this generation.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn account(&self, id: i64, generation: i64) -> Result<Option<Account>> {
        sqlx::query_as("SELECT * FROM accounts WHERE id = ?1 AND generation = ?2")
            .bind(id)
            .bind(generation)
            .fetch_optional(&self.pool)
            .await
    }

    /// Changes what an account's owner is called.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn rename(&self, id: i64, name: &str) -> Result<()> {
        sqlx::query("UPDATE accounts SET name = ?2 WHERE id = ?1")
            .bind(id)
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Changes an account's password, which ends every log-in with the old one, and gives the account as it is now.
    ///
    /// # Errors
    ///
    /// When there is no such account, and what the database reports.
    pub(crate) async fn set_password(&self, id: i64, password: &str) -> Result<Account> {
        sqlx::query_as(
            "UPDATE accounts SET password = ?2, generation = generation + 1 WHERE id = ?1 RETURNING *",
        )
        .bind(id)
        .bind(password)
        .fetch_one(&self.pool)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::db::in_memory;

    #[tokio::test]
    async fn an_address_has_one_account_however_it_is_written() {
        let db = in_memory().await;
        let ada = db.sign_up("ada@example.com", "Ada", "hash").await.unwrap().unwrap();
        assert!(db.email_taken("ADA@example.com").await.unwrap());
        assert!(!db.email_taken("eva@example.com").await.unwrap());
        assert!(db.sign_up("Ada@Example.com", "Another Ada", "hash").await.unwrap().is_none());
        let found = db.account_by_email("ADA@EXAMPLE.COM").await.unwrap().unwrap();
        assert_eq!((found.id, found.name, found.email), (ada.id, ada.name, ada.email));
    }

    #[tokio::test]
    async fn a_new_password_ends_what_was_begun_with_the_old_one() {
        let db = in_memory().await;
        let ada = db.sign_up("ada@example.com", "Ada", "old").await.unwrap().unwrap();
        let now = db.set_password(ada.id, "new").await.unwrap();
        assert_eq!(now.password, "new");
        assert!(db.account(ada.id, ada.generation).await.unwrap().is_none());
        db.rename(ada.id, "Ada L.").await.unwrap();
        assert_eq!(db.account(ada.id, now.generation).await.unwrap().unwrap().name, "Ada L.");
    }
}
