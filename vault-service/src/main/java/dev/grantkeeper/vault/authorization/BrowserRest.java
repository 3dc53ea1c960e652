package dev.grantkeeper.vault.authorization;

import static java.util.stream.Collectors.toMap;

import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Faults;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
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
                .flatMap(person -> links.follow(person, prompt, Optional.empty()))
                .map(way -> way instanceof PromptLinks.Way.ToProvider provider
                        ? begun(Response.seeOther(provider.begun().authorizationUrl()), provider.begun())
                        : settings(way).orElseGet(() -> shown(page(way))));
    }

    /**
     * What the person says of their account. The session cookie is not sent along with a form of another site. The answer is a page
     * that leads on: browsers hold a redirect to what {@code form-action} allows, which would have to be every provider.
     */
    @POST
    @Path("/connect/{prompt}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> connect(@RestPath String prompt, HttpHeaders headers, MultivaluedMap<String, String> form) {
        var inputs = form.keySet().stream()
                .collect(toMap(name -> name, name -> form.getFirst(name).trim()));
        return sessions.person(cookies.session(sent(headers)))
                .flatMap(person -> links.follow(person, prompt, Optional.of(inputs)))
                .map(way -> way instanceof PromptLinks.Way.ToProvider provider
                        ? begun(page(Page.onward(provider.begun().authorizationUrl())), provider.begun())
                        : shown(page(way)));
    }

    private static Optional<Response> settings(PromptLinks.Way way) {
        return way instanceof PromptLinks.Way.ToSettings settings
                ? settings.page().map(page -> discreet(Response.seeOther(page)).build())
                : Optional.empty();
    }

    private static Page page(PromptLinks.Way way) {
        if (way instanceof PromptLinks.Way.ToInputs asked) {
            return Page.inputs(asked.app(), asked.inputs(), asked.faulty());
        }
        return way instanceof PromptLinks.Way.Done done
                ? Page.connected(done.app(), Optional.empty(), Optional.empty())
                : Page.secretWanted(((PromptLinks.Way.ToSettings) way).app());
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
            return shown(refused.page());
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

    private Response begun(Response.ResponseBuilder answer, Begun begun) {
        return discreet(answer)
                .header(HttpHeaders.SET_COOKIE, cookies.setBrowser(begun.flow(), begun.browser(), begun.life()))
                .build();
    }

    private static Response connected(Finished finished) {
        var flow = finished.flow();
        return flow.returnUrl()
                .map(url -> discreet(Response.seeOther(url)).build())
                .orElseGet(() -> shown(Page.connected(flow.key().app(), finished.endsAt(), finished.why())));
    }

    private static Response shown(Page page) {
        return discreet(page(page)).build();
    }

    private static Response.ResponseBuilder page(Page page) {
        return Response.status(page.status())
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Content-Security-Policy", page.securityPolicy())
                .header("X-Content-Type-Options", "nosniff")
                .entity(page.html());
    }

    /**
     * The address of this page has a code or a state in it: neither kept nor told to where the person goes next. Told nobody at
     * all, browsers would keep from the vault, too, whose form it is that they send.
     */
    private static Response.ResponseBuilder discreet(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store").header("Referrer-Policy", "same-origin");
    }

    private static Map<String, String> sent(HttpHeaders headers) {
        return headers.getCookies().entrySet().stream().collect(toMap(Map.Entry::getKey, entry -> value(entry)));
    }

    private static String value(Map.Entry<String, Cookie> entry) {
        return entry.getValue().getValue();
    }
}
