package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.connection.ConnectionKey;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One run of the authorization code flow (RFC 6749 section 4.1), from the redirect to the provider until its callback.
 *
 * @param browserHash SHA-256 of what the browser was given to prove that it is the same
 * @param key what is being connected
 * @param user who began, and alone may finish
 * @param definitionVersion whose settings were used; the callback is judged by no others
 * @param scopes what the person is asked for; not known of flows begun by older vaults
 * @param inputs what the person said of their account, where the settings leave it open
 * @param codeVerifier sealed (RFC 7636); absent where the provider's settings have PKCE off
 */
record Flow(
        UUID id,
        byte[] browserHash,
        ConnectionKey key,
        String user,
        UUID definitionId,
        int definitionVersion,
        Optional<List<String>> scopes,
        Map<String, String> inputs,
        Optional<byte[]> codeVerifier,
        Optional<URI> returnUrl,
        Instant begunAt,
        Instant endsAt) {

    static SealingContext verifierContext(ConnectionKey key, UUID id) {
        return new SealingContext(
                SealedKind.PKCE_VERIFIER,
                key.tenant().toString(),
                key.app(),
                id.toString(),
                key.owner().kind().word(),
                key.owner().id(),
                0);
    }

    SealingContext verifierContext() {
        return verifierContext(key, id);
    }

    /** Whether the callback came to the redirect URI of the app that it was begun for. */
    boolean isOf(String issuer, String app) {
        return key.tenant().issuer().equals(issuer) && key.app().equals(app);
    }

    /** Whether this person began it and may still do what they began. */
    boolean isBy(Person person) {
        return key.tenant().equals(person.tenant()) && user.equals(person.user()) && person.mayActFor(key.owner());
    }

    boolean isIn(byte[] hash) {
        return MessageDigest.isEqual(browserHash, hash);
    }
}
