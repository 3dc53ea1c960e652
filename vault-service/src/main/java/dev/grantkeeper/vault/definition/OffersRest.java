package dev.grantkeeper.vault.definition;

import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.definition.Offers.Page;
import dev.grantkeeper.vault.definition.Offers.Place;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.PageLimit;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What there is to connect, for people; of a definition no more than whoever connects has to know. */
@Path("/v1/offers")
public class OffersRest {

    record OfferView(
            String app,
            String owner,
            String type,
            String connect,
            Optional<String> name,
            Optional<List<String>> scopes,
            Optional<List<String>> optionalScopes,
            List<InputView> inputs) {

        static OfferView of(Definition definition) {
            var settings = definition.settings();
            return new OfferView(
                    definition.app(),
                    definition.owner().word(),
                    definition.type().word(),
                    connect(definition),
                    definition.name(),
                    settings.map(ProviderSettings::scopes),
                    settings.map(ProviderSettings::optionalScopes).filter(scopes -> !scopes.isEmpty()),
                    definition.inputs().stream().map(InputView::of).toList());
        }

        /** What the person does. */
        private static String connect(Definition definition) {
            if (definition.type() == ConnectionType.SECRET) {
                return "secret";
            }
            if (definition.needsPerson()) {
                return "authorization";
            }
            return definition.bringsClient() ? "client" : "app_client";
        }
    }

    record View(List<OfferView> offers, Optional<String> nextCursor) {

        static View of(Page page) {
            return new View(
                    page.definitions().stream().map(OfferView::of).toList(),
                    page.next().map(OffersRest::cursor));
        }
    }

    private final AccessTokens tokens;
    private final Offers offers;

    OffersRest(AccessTokens tokens, Offers offers) {
        this.tokens = tokens;
        this.offers = offers;
    }

    @GET
    public Uni<View> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("limit") @DefaultValue(PageLimit.DEFAULT) String limit,
            @QueryParam("cursor") Optional<String> cursor) {
        return tokens.person(authorization)
                .flatMap(person ->
                        offers.offered(person.tenant().issuer(), cursor.map(OffersRest::place), PageLimit.parse(limit)))
                .map(View::of);
    }

    /** No part has a slash in it; some have characters that mean something else in a URL. */
    private static String cursor(Place place) {
        var text = place.app() + "/" + place.owner().word();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Place place(String cursor) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("/", -1);
            return new Place(parts[0], OwnerKind.ofWord(parts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | Failure notOne) {
            throw Failure.invalid("cursor", "must be the next_cursor of the page before");
        }
    }
}
