package dev.grantkeeper.vault.console;

import dev.grantkeeper.vault.console.ConsolePage.Place;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import org.jboss.resteasy.reactive.RestPath;

/** The console's pages and files. They are the same for everybody: who somebody is, only their browser knows. */
@Path("/console")
public class ConsoleRest {

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final Console console;
    private final Assets assets;

    ConsoleRest(Console console, Assets assets) {
        this.console = console;
        this.assets = assets;
    }

    @GET
    public Response home() {
        return console.page()
                .map(page -> Response.seeOther(URI.create("/console/connections"))
                        .header(HttpHeaders.CACHE_CONTROL, "no-cache"))
                .orElse(Response.status(Response.Status.NOT_FOUND))
                .build();
    }

    @GET
    @Path("/{path:.+}")
    public Response file(
            @RestPath String path,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) String encodings,
            @HeaderParam("Sec-Fetch-Dest") String destination) {
        var page = console.page().orElse(null);
        if (page == null) {
            return AssetRest.none();
        }
        var place = Arrays.stream(Place.values())
                .filter(any -> any.word().equals(path))
                .findFirst();
        if (place.isPresent()) {
            var framed = place.get() == Place.CALLBACK && "iframe".equals(destination);
            return framed ? bare() : html(page, place.get());
        }
        // A page from before an update, or of another vault during one, names files by their former version.
        var slash = path.indexOf('/');
        var current = slash > 0 && path.substring(0, slash).equals(page.version());
        var versioned = slash > 0 && path.substring(0, slash).matches("[0-9a-f]{12}");
        return assets.find("console/" + (versioned ? path.substring(slash + 1) : path))
                .filter(asset -> !asset.type().startsWith("text/html"))
                .map(asset -> AssetRest.of(asset, known, encodings)
                        .header(HttpHeaders.CACHE_CONTROL, current ? FOR_GOOD : "no-cache")
                        .header("Cross-Origin-Resource-Policy", "same-origin")
                        .build())
                .orElseGet(AssetRest::none);
    }

    /** The callback in a frame of the console's own, which renews a sign-in: its address is all that the console looks at. */
    private static Response bare() {
        return Response.ok("<!doctype html>\n<title>Signed in</title>\n", "text/html; charset=utf-8")
                .header("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'self'")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.VARY, "Sec-Fetch-Dest")
                .build();
    }

    private static Response html(ConsolePage page, Place place) {
        return Response.ok(page.html(place), "text/html; charset=utf-8")
                .header("Content-Security-Policy", page.securityPolicy())
                .header("X-Content-Type-Options", "nosniff")
                // The callback's address has a code in it, and the vault has to see whose forms it gets.
                .header("Referrer-Policy", place == Place.CALLBACK ? "strict-origin" : "same-origin")
                // Keeps other sites' windows away, and the hold on the window that a person connects in.
                .header("Cross-Origin-Opener-Policy", "same-origin-allow-popups")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(
                        "Permissions-Policy",
                        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=(), clipboard-write=(self)")
                .header(HttpHeaders.CACHE_CONTROL, place == Place.CALLBACK ? "no-store" : "no-cache")
                .build();
    }
}
