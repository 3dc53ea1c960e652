package dev.grantkeeper.sandbox.issuer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/** Grantkeeper's callers, the client each speaks through, and what its token says unless the request says else. */
enum Caller {
    @JsonProperty("execution")
    EXECUTION("app-runtime", "connections:read", Duration.ofMinutes(15)),
    @JsonProperty("person")
    PERSON("web-app", null, Duration.ofHours(1)),
    @JsonProperty("developer")
    DEVELOPER("developer-dashboard", "apps:write", Duration.ofHours(1)),
    @JsonProperty("operator")
    OPERATOR("operations", "vault:operate", Duration.ofHours(1));

    private final String client;
    private final String scope;
    private final Duration life;

    Caller(String client, String scope, Duration life) {
        this.client = client;
        this.scope = scope;
        this.life = life;
    }

    String client() {
        return client;
    }

    /** Space-separated; null for a caller whose role says it all. */
    String scope() {
        return scope;
    }

    Duration life() {
        return life;
    }
}
