package dev.grantkeeper.vault.authorization;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * The browser's session for the pages of {@link BrowserRest}. It begins with a header that another site cannot make a browser
 * send, and the API never reads it.
 */
@Path("/v1/session")
public class SessionRest {

    private final Sessions sessions;
    private final Cookies cookies;

    SessionRest(Sessions sessions, Cookies cookies) {
        this.sessions = sessions;
        this.cookies = cookies;
    }

    @POST
    public Uni<Response> begin(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        return sessions.begin(authorization)
                .map(session -> changed(cookies.setSession(session.token(), session.life())));
    }

    @DELETE
    public Response end() {
        return changed(cookies.clearSession());
    }

    private static Response changed(String cookie) {
        return Response.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
