package dev.grantkeeper.vault.definition;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.catalogue.Catalogue;
import dev.grantkeeper.vault.error.Failure;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** How a developer states a provider: by settings of their own, or by a template and what is to be otherwise. */
@ApplicationScoped
class Stating {

    private final Catalogue catalogue;
    private final UrlPolicy urls;

    Stating(Catalogue catalogue, UrlPolicy urls) {
        this.catalogue = catalogue;
        this.urls = urls;
    }

    /** @throws Failure INVALID naming the field that has to be changed */
    Optional<ProviderSettings> settings(ConnectionType type, Defining.Wish wish) {
        if (type == ConnectionType.SECRET) {
            refuse(wish.settings().isPresent(), "settings", "belong to oauth2 definitions only");
            refuse(wish.template().isPresent(), "template", "belongs to oauth2 definitions only");
            refuse(!wish.inputs().isEmpty(), "inputs", "belong to oauth2 definitions only");
            return Optional.empty();
        }
        return Optional.of(wish.template().map(id -> fromTemplate(id, wish)).orElseGet(() -> custom(wish)));
    }

    private ProviderSettings custom(Defining.Wish wish) {
        refuse(!wish.inputs().isEmpty(), "inputs", "must be left out where no template is named");
        var json = wish.settings()
                .orElseThrow(() -> Failure.invalid("settings", "must be given for type oauth2, or a template"));
        try {
            return ProviderSettings.fromJson(json, urls);
        } catch (InvalidSettings refused) {
            throw Failure.invalid("settings." + refused.field(), refused.getMessage());
        }
    }

    private ProviderSettings fromTemplate(String id, Defining.Wish wish) {
        var template = catalogue
                .find(id)
                .orElseThrow(() -> Failure.invalid("template", "must be one that GET /v1/provider-templates lists"));
        try {
            return template.settings(wish.inputs(), wish.settings().orElseGet(JsonObject::new), urls);
        } catch (InvalidSettings refused) {
            var field = refused.field().startsWith("inputs") ? refused.field() : "settings." + refused.field();
            throw Failure.invalid(field, refused.getMessage());
        }
    }

    private static void refuse(boolean misplaced, String field, String remedy) {
        if (misplaced) {
            throw Failure.invalid(field, remedy);
        }
    }
}
