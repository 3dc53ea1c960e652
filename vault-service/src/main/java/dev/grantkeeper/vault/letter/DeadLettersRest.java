package dev.grantkeeper.vault.letter;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.PageLimit;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** What could not be deciphered, as operators look at it and send it on its way again. */
@Path("/v1/dead-letters")
public class DeadLettersRest {

    record LetterView(
            String topic,
            int partition,
            long offset,
            Instant at,
            Optional<String> connectionId,
            String reason,
            Optional<String> origin,
            Optional<String> replayOf,
            int size) {

        static LetterView of(DeadLetter letter) {
            return new LetterView(
                    letter.place().topic().topic(),
                    letter.place().partition(),
                    letter.place().offset(),
                    letter.at(),
                    letter.connection().map(ConnectionId::toString),
                    letter.reason(),
                    letter.origin(),
                    letter.replayOf(),
                    letter.size());
        }
    }

    record Page(List<LetterView> deadLetters, Optional<String> nextCursor) {}

    private final AccessTokens tokens;
    private final Replaying replaying;

    DeadLettersRest(AccessTokens tokens, Replaying replaying) {
        this.tokens = tokens;
        this.replaying = replaying;
    }

    @GET
    public Uni<Page> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("limit") @DefaultValue(PageLimit.DEFAULT) String limit,
            @QueryParam("cursor") Optional<String> cursor) {
        return tokens.operator(authorization)
                .flatMap(operator -> replaying.after(operator, cursor.map(Place::cursor), PageLimit.parse(limit)))
                .map(page -> new Page(
                        page.letters().stream().map(LetterView::of).toList(),
                        page.next().map(Place::toString)));
    }

    @POST
    @Path("/{topic}/{partition}/{offset}/replay")
    public Uni<Void> replay(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @RestPath String topic,
            @RestPath String partition,
            @RestPath String offset) {
        return tokens.operator(authorization)
                .flatMap(operator -> replaying.replay(operator, place(topic, partition, offset)));
    }

    private static Place place(String topic, String partition, String offset) {
        if (!partition.matches("[0-9]{1,9}") || !offset.matches("[0-9]{1,18}")) {
            throw Failure.notFound("dead letter");
        }
        return new Place(LetterTopic.of(topic), Integer.parseInt(partition), Long.parseLong(offset));
    }
}
