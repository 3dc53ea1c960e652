package dev.grantkeeper.testkit.authorization;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Tokens of one answer; the body holds their values (RFC 6749 section 5.1). */
record Issued(String grant, int serial, Instant at, Instant accessExpiresAt, JsonObject body) {}
