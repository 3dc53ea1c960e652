package dev.grantkeeper.vault.definition;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.catalogue.Catalogue;
import dev.grantkeeper.oauth2.catalogue.Template;
import dev.grantkeeper.oauth2.inputs.StatedSettings;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a developer states a provider: by settings of their own, by its issuer, or by a template and what is to be otherwise. */
@ApplicationScoped
class Stating {

    /** It stands in sentences: nothing in it may be unseen, break the line, or turn the text around it (Unicode UAX 9). */
    private static final Pattern NAME = Pattern.compile(
            "[^\\p{Cc}\\p{Cs}\\p{Co}\\p{Z}\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF ]"
                    + "(?:[^\\p{Cc}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]{0,79})");

    private final Catalogue catalogue;
    private final TokenClient provider;
    private final UrlPolicy urls;

    Stating(Catalogue catalogue, TokenClient provider, UrlPolicy urls) {
        this.catalogue = catalogue;
        this.provider = provider;
        this.urls = urls;
    }

    /**
     * With what an issuer publishes of itself, where only that is named. Fails with INVALID where it publishes too little.
     *
     * @return the wish itself, unless it names an issuer in place of its URLs
     */
    Uni<Defining.Wish> complete(Defining.Wish wish) {
        var issuer = wish.settings()
                .filter(stated -> wish.template().isEmpty())
                .filter(stated -> !stated.containsKey("token_url") && !stated.containsKey("authorization_url"))
                .map(stated -> stated.getValue("issuer"))
                .filter(String.class::isInstance)
                .map(String.class::cast);
        return issuer.map(name -> discovered(wish, name))
                .orElseGet(() -> Uni.createFrom().item(wish));
    }

    private Uni<Defining.Wish> discovered(Defining.Wish wish, String issuer) {
        return Uni.createFrom()
                .completionStage(() -> provider.discover(address(issuer)).toCompletionStage())
                .onFailure(InvalidSettings.class)
                .transform(refused -> Failure.invalid("settings.issuer", refused.getMessage()))
                .map(found -> {
                    // Whether answers name their issuer, only the issuer itself can say.
                    var stated = wish.settings().orElseThrow().copy();
                    stated.remove("issuer");
                    return wish.with(found.mergeIn(stated));
                });
    }

    private static URI address(String issuer) {
        try {
            return new URI(issuer);
        } catch (URISyntaxException malformed) {
            throw Failure.invalid("settings.issuer", "must be a URL such as https://provider.example");
        }
    }

    /**
     * What people are to read.
     *
     * @throws Failure INVALID for what is no line of text
     */
    Optional<String> name(Defining.Wish wish) {
        return wish.name()
                .map(Stating::plain)
                .or(() -> wish.template().flatMap(catalogue::find).map(Template::name));
    }

    private static String plain(String name) {
        var stripped = name.strip();
        refuse(
                !NAME.matcher(stripped).matches(),
                "name",
                "must be 1 to 80 characters in one line, such as HubSpot, or left out");
        return stripped;
    }

    /** @throws Failure INVALID naming the field that has to be changed */
    Optional<StatedSettings> settings(ConnectionType type, Defining.Wish wish) {
        if (type == ConnectionType.SECRET) {
            refuse(wish.settings().isPresent(), "settings", "belong to oauth2 definitions only");
            refuse(wish.template().isPresent(), "template", "belongs to oauth2 definitions only");
            refuse(!wish.inputs().isEmpty(), "inputs", "belong to oauth2 definitions only");
            refuse(!wish.asked().isEmpty(), "ask", "belongs to oauth2 definitions only");
            return Optional.empty();
        }
        return Optional.of(wish.template().map(id -> fromTemplate(id, wish)).orElseGet(() -> custom(wish)));
    }

    private StatedSettings custom(Defining.Wish wish) {
        refuse(!wish.inputs().isEmpty(), "inputs", "must be left out where no template is named");
        refuse(
                !wish.asked().isEmpty(),
                "ask",
                "must be left out where no template is named; declare connection_inputs in the settings");
        var json = wish.settings()
                .orElseThrow(() -> Failure.invalid("settings", "must be given for type oauth2, or a template"));
        try {
            return StatedSettings.fromJson(json, urls);
        } catch (InvalidSettings refused) {
            throw Failure.invalid("settings." + refused.field(), refused.getMessage());
        }
    }

    private StatedSettings fromTemplate(String id, Defining.Wish wish) {
        var template = catalogue
                .find(id)
                .orElseThrow(() -> Failure.invalid("template", "must be one that GET /v1/provider-templates lists"));
        try {
            return template.settings(
                    wish.inputs(), wish.asked(), wish.settings().orElseGet(JsonObject::new), urls);
        } catch (InvalidSettings refused) {
            var ofTemplate =
                    refused.field().startsWith("inputs") || refused.field().equals("ask");
            var field = ofTemplate ? refused.field() : "settings." + refused.field();
            throw Failure.invalid(field, refused.getMessage());
        }
    }

    private static void refuse(boolean misplaced, String field, String remedy) {
        if (misplaced) {
            throw Failure.invalid(field, remedy);
        }
    }
}
