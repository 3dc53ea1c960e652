package dev.grantkeeper.vault.definition;

import dev.grantkeeper.oauth2.catalogue.Catalogue;
import dev.grantkeeper.oauth2.catalogue.Template;
import dev.grantkeeper.vault.access.AccessTokens;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue, for developers who choose a provider. */
@Path("/v1/provider-templates")
public class ProviderTemplatesRest {

    record DocumentView(URI url, LocalDate read, String says) {

        static DocumentView of(Template.Document document) {
            return new DocumentView(document.url(), document.read(), document.says());
        }
    }

    record View(
            String id,
            String name,
            String category,
            boolean verified,
            List<String> unverifiedFacts,
            Optional<URI> registerAt,
            List<String> steps,
            Optional<String> noRefreshToken,
            Optional<String> deadRefreshToken,
            List<InputView> inputs,
            Map<String, Object> settings,
            List<DocumentView> documents) {

        static View of(Template template) {
            var developer = template.developer();
            return new View(
                    template.id(),
                    template.name(),
                    template.category(),
                    template.isVerified(),
                    template.unverifiedFacts(),
                    developer.registerAt(),
                    developer.steps(),
                    developer.noRefreshToken(),
                    developer.deadRefreshToken(),
                    template.inputs().stream().map(InputView::of).toList(),
                    template.settings().getMap(),
                    template.documents().stream().map(DocumentView::of).toList());
        }
    }

    record Views(List<View> providerTemplates) {}

    private final AccessTokens tokens;
    private final Views views;

    ProviderTemplatesRest(AccessTokens tokens, Catalogue catalogue) {
        this.tokens = tokens;
        views = new Views(catalogue.templates().stream().map(View::of).toList());
    }

    @GET
    public Uni<Views> list(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        return tokens.developer(authorization).replaceWith(views);
    }
}
