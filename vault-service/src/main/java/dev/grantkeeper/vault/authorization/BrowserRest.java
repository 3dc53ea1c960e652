package dev.grantkeeper.vault.authorization;

import static java.util.stream.Collectors.toMap;

import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Faults;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The pages a person's browser visits while connecting. They know who that is from the session cookie alone. */
@Path("/")
public class BrowserRest {

    private static final Logger LOG = Logger.getLogger(BrowserRest.class);

    private final Cookies cookies;
    private final Sessions sessions;
    private final PromptLinks links;
    private final Finishing finishing;
    private final AuthorizationMetrics metrics;

    BrowserRest(
            Cookies cookies, Sessions sessions, PromptLinks links, Finishing finishing, AuthorizationMetrics metrics) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.links = links;
        this.finishing = finishing;
        this.metrics = metrics;
    }

    @GET
    @Path("/connect/{prompt}")
    public Uni<Response> connect(@RestPath String prompt, HttpHeaders headers) {
        return sessions.person(cookies.session(sent(headers)))
                .flatMap(person -> links.follow(person, prompt))
                .map(way -> way instanceof PromptLinks.Way.ToProvider provider
                        ? to(provider.begun())
                        : shown(Page.secretWanted(((PromptLinks.Way.ToSettings) way).app())));
    }

    @GET
    @Path("/callback/{issuer}/{app}")
    public Uni<Response> callback(@RestPath String issuer, @RestPath String app, UriInfo uri, HttpHeaders headers) {
        var callback = new Finishing.Callback(issuer, app, uri.getQueryParameters(), sent(headers));
        return finishing.finish(callback).map(BrowserRest::connected);
    }

    /** For people, not machines: a page where the API would answer a problem. */
    @ServerExceptionMapper
    public Response failed(Throwable fault) {
        if (fault instanceof Refused refused) {
            metrics.refused(refused.refusal());
            return shown(refused.refusal().page());
        }
        if (Faults.asFailure(fault)
                .map(Failure::reason)
                .filter(reason -> reason.isTransient())
                .isPresent()) {
            metrics.refused(Refusal.TRY_AGAIN);
            return shown(Refusal.TRY_AGAIN.page());
        }
        var incident = UUID.randomUUID().toString();
        LOG.errorf("incident %s: %s", incident, Faults.describe(fault));
        return shown(Page.incident(incident));
    }

    private Response to(Begun begun) {
        return discreet(Response.seeOther(begun.authorizationUrl()))
                .header(HttpHeaders.SET_COOKIE, cookies.setBrowser(begun.flow(), begun.browser(), begun.life()))
                .build();
    }

    private static Response connected(Flow flow) {
        return flow.returnUrl()
                .map(url -> discreet(Response.seeOther(url)).build())
                .orElseGet(() -> shown(Page.connected(flow.key().app())));
    }

    private static Response shown(Page page) {
        return discreet(Response.status(page.status()))
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Content-Security-Policy", Page.SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .entity(page.html())
                .build();
    }

    /** The address of this page has a code or a state in it: neither kept nor told to where the person goes next. */
    private static Response.ResponseBuilder discreet(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store").header("Referrer-Policy", "no-referrer");
    }

    private static Map<String, String> sent(HttpHeaders headers) {
        return headers.getCookies().entrySet().stream().collect(toMap(Map.Entry::getKey, entry -> value(entry)));
    }

    private static String value(Map.Entry<String, Cookie> entry) {
        return entry.getValue().getValue();
    }
}
