package dev.grantkeeper.vault.console;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** How files are answered: with a validator (RFC 9110 section 8.8.3), compressed for whoever takes that, never sniffed. */
final class AssetRest {

    private AssetRest() {}

    static Response.ResponseBuilder of(Asset asset, String known, String encodings) {
        var zipped = encodings != null && encodings.contains("gzip");
        // Two representations, two tags.
        var tag = "\"" + asset.hash().substring(0, 32) + (zipped ? "-gzip" : "") + "\"";
        var answer = known != null && known.contains(tag)
                ? Response.notModified()
                : Response.ok(zipped ? asset.gzipped() : asset.bytes(), asset.type());
        if (zipped) {
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header("X-Content-Type-Options", "nosniff");
    }

    static Response none() {
        throw new NotFoundException();
    }
}
