package dev.grantkeeper.vault;

import dev.grantkeeper.testkit.KafkaServer;
import dev.grantkeeper.testkit.PostgresServer;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What the vault under test stands on. {@link VaultTestResource} puts it into every field of this type of a test.
 *
 * @param issuer the issuer with the alias {@code platform}
 * @param rival the issuer with the alias {@code rival}, for what must not leak from one issuer to another
 * @param provider an authorization server that apps may be registered at
 */
public record TestVault(
        TestIssuer issuer,
        TestIssuer rival,
        ScriptableAuthorizationServer provider,
        PostgresServer postgres,
        String database,
        KafkaServer kafka) {

    /** A session in the vault's database; the caller closes it. */
    public Connection sql() throws SQLException {
        return postgres.connect(database);
    }
}
