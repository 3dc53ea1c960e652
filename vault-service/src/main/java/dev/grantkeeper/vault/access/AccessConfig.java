package dev.grantkeeper.vault.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Who may call: the platform's token issuers. */
@ConfigMapping(prefix = "grantkeeper.access")
interface AccessConfig {

    /** The trusted token issuers by alias; the alias becomes part of every tenant and must not change. */
    Map<String, Issuer> issuers();

    /** How far an issuer's clock may differ from the database's. */
    @WithDefault("5s")
    Duration clockSkew();

    /** How long a verified token is trusted without looking at its signature again. */
    @WithDefault("60s")
    Duration verifiedTokenCache();

    /** The longest life of an execution token. */
    @WithDefault("15m")
    Duration executionTokenLife();

    interface Issuer {

        /** The exact `iss` claim of its tokens. */
        String issuer();

        /** Where its public keys are (RFC 7517). */
        URI jwksUrl();

        /** The `aud` claim its tokens must have, alone. */
        @WithDefault("grantkeeper")
        String audience();

        /** The signature algorithms accepted (RFC 7518 section 3.1); asymmetric ones only. */
        @WithDefault("ES256,ES384,RS256,PS256,EdDSA")
        Set<String> algorithms();

        /** Whether the header must say `typ: at+jwt` (RFC 9068 section 2.1), so that no ID token passes for an access token. */
        @WithDefault("true")
        boolean requireAccessTokenType();

        /** Whether its refresh workers renew for the tenants of every issuer, and not just for its own. */
        @WithDefault("false")
        boolean renewsForAll();

        /** Whether its operators operate what belongs to the tenants of every issuer, and not just to its own. */
        @WithDefault("false")
        boolean operatesForAll();

        /** Names of the claims that are read. */
        Claims claims();
    }

    interface Claims {

        /** The workspace the token speaks for. */
        @WithDefault("workspace")
        String workspace();

        /** The app that runs, or is being developed. */
        @WithDefault("app")
        String app();

        /** The user who triggered the execution, or sits at the front end. */
        @WithDefault("user")
        String user();

        /** The user's role in the workspace: member or admin. */
        @WithDefault("role")
        String role();

        /** Blank-separated scopes (RFC 8693 section 4.2). */
        @WithDefault("scope")
        String scope();
    }
}
