package dev.grantkeeper.testkit.authorization;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The whole life of one request to the token endpoint, told once it has ended. Times are by the server's clock. Carries
 * no token, only names of tokens.
 *
 * @param client empty if the request named none
 * @param grantType empty if the request named none
 * @param grant whose refresh token was presented, or whom the tokens were issued for
 * @param presented serial of the refresh token that was presented, whatever came of it
 * @param committedAt when tokens were issued; empty if none were
 * @param issued serial of the tokens that were issued
 * @param accessExpiresAt until when the issued access token is good
 * @param refusal the error of RFC 6749 section 5.2 that the server meant; a fault's answer is none
 * @param answeredAt when the last byte had been written; empty if the connection was gone or cut before
 * @param fault what was done to the call, empty if nothing
 */
public record TokenCall(
        String client,
        String grantType,
        Optional<String> grant,
        OptionalInt presented,
        Instant arrivedAt,
        Optional<Instant> committedAt,
        OptionalInt issued,
        Optional<Instant> accessExpiresAt,
        Optional<String> refusal,
        Optional<Instant> answeredAt,
        Optional<String> fault) {

    public TokenCall {
        requireNonNull(client, "client");
        requireNonNull(grantType, "grantType");
        requireNonNull(grant, "grant");
        requireNonNull(presented, "presented");
        requireNonNull(arrivedAt, "arrivedAt");
        requireNonNull(committedAt, "committedAt");
        requireNonNull(issued, "issued");
        requireNonNull(accessExpiresAt, "accessExpiresAt");
        requireNonNull(refusal, "refusal");
        requireNonNull(answeredAt, "answeredAt");
        requireNonNull(fault, "fault");
    }

    static TokenCall of(RecordedCall call, Verdict verdict, Optional<Instant> answeredAt, Fault fault) {
        var presented = call.refreshToken().flatMap(TokenName::parse);
        var issued = Optional.ofNullable(verdict.issued());
        return new TokenCall(
                call.clientId().orElse(""),
                call.grantType().orElse(""),
                issued.map(Issued::grant).or(() -> presented.map(TokenName::grant)),
                presented.map(name -> OptionalInt.of(name.serial())).orElse(OptionalInt.empty()),
                call.at(),
                issued.map(Issued::at),
                issued.map(tokens -> OptionalInt.of(tokens.serial())).orElse(OptionalInt.empty()),
                issued.map(Issued::accessExpiresAt),
                Optional.ofNullable(verdict.refusal()),
                answeredAt,
                fault.name());
    }
}
