package dev.grantkeeper.vault.console;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** Components for other front ends, whose addresses are written into their pages: unversioned, asked for anew each time. */
@Path("/embed")
public class EmbedRest {

    private final Console console;
    private final Assets assets;

    EmbedRest(Console console, Assets assets) {
        this.console = console;
        this.assets = assets;
    }

    @GET
    @Path("/{path:.+}")
    public Response file(
            @RestPath String path,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) String encodings) {
        return console.page()
                .flatMap(there -> assets.find("embed/" + path))
                .map(asset -> AssetRest.of(asset, known, encodings)
                        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                        // Scripts without a secret in them, made to be run by other sites.
                        .header("Access-Control-Allow-Origin", "*")
                        .header("Cross-Origin-Resource-Policy", "cross-origin")
                        .build())
                .orElseGet(AssetRest::none);
    }
}
