package dev.grantkeeper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person with an account at the provider, sitting at a browser: keeps cookies, follows redirects, signs in and
 * consents wherever the provider asks for it. Uses the JDK only.
 */
public final class ProviderUser {

    /** Where the browser ended up. */
    public record Page(URI uri, int status, String body) {

        private List<Form> forms() {
            List<Form> forms = new ArrayList<>();
            Matcher form = FORM.matcher(body);
            while (form.find()) {
                forms.add(Form.parse(uri, form.group(1), form.group(2)));
            }
            return forms;
        }
    }

    private record Form(URI action, Map<String, List<String>> values, boolean asksPassword, boolean asksScopes) {

        private static Form parse(URI page, String attributes, String content) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            boolean asksPassword = false;
            boolean asksScopes = false;
            Matcher input = INPUT.matcher(content);
            while (input.find()) {
                String name = attribute(input.group(1), "name");
                String type = attribute(input.group(1), "type");
                asksPassword |= type.equals("password");
                asksScopes |= type.equals("checkbox") && name.equals("scope");
                if (type.equals("hidden") || type.equals("checkbox")) {
                    values.computeIfAbsent(name, key -> new ArrayList<>()).add(attribute(input.group(1), "value"));
                }
            }
            return new Form(page.resolve(attribute(attributes, "action")), values, asksPassword, asksScopes);
        }

        private static String attribute(String tag, String name) {
            Matcher matcher =
                    Pattern.compile("(?:^|\\s)" + name + "=\"([^\"]*)\"").matcher(tag);
            return matcher.find() ? matcher.group(1).replace("&quot;", "\"").replace("&amp;", "&") : "";
        }
    }

    private static final Pattern FORM = Pattern.compile("<form([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input([^>]*)>");
    private static final int MOST_STEPS = 20;

    private final String name;
    private final String password;
    private final HttpClient browser;
    private final List<URI> visited = new ArrayList<>();

    public ProviderUser(String name, String password) {
        this(name, password, new CookieManager(null, CookiePolicy.ACCEPT_ALL));
    }

    /** A browser that may hold cookies already, and shares them with whoever else has the handler. */
    public ProviderUser(String name, String password, CookieHandler cookies) {
        this.name = name;
        this.password = password;
        this.browser = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** Every address opened so far, with what stood in it. */
    public List<URI> visited() {
        return List.copyOf(visited);
    }

    /** Opens a link and goes on until there is neither a redirect nor a question of the provider's left. */
    public Page visit(URI link) throws IOException, InterruptedException {
        return follow(get(link), uri -> false);
    }

    /**
     * As {@link #visit}, but stops before opening the first redirect that begins with {@code callback}, and returns
     * it: the authorization response (RFC 6749, section 4.1.2).
     *
     * @throws IllegalStateException when the browser ends up elsewhere
     */
    public URI authorize(URI link, URI callback) throws IOException, InterruptedException {
        Predicate<URI> arrived = uri -> uri.toString().startsWith(callback.toString());
        Page last = follow(get(link), arrived);
        if (!arrived.test(last.uri())) {
            throw new IllegalStateException("Ended at " + last.uri() + " with status " + last.status());
        }
        return last.uri();
    }

    /** Sends the page's only form, every box ticked, with these fields besides; then as {@link #visit}. */
    public Page submit(Page page, Map<String, String> fields) throws IOException, InterruptedException {
        List<Form> forms = page.forms();
        if (forms.size() != 1) {
            throw new IllegalStateException(page.uri() + " has " + forms.size() + " forms, not one");
        }
        return follow(post(page, forms.get(0), fields), uri -> false);
    }

    private Page follow(HttpRequest first, Predicate<URI> stop) throws IOException, InterruptedException {
        HttpRequest next = first;
        boolean signedIn = false;
        for (int step = 0; step < MOST_STEPS; step++) {
            visited.add(next.uri());
            HttpResponse<String> answer = browser.send(next, BodyHandlers.ofString());
            Page page = new Page(answer.uri(), answer.statusCode(), answer.body());
            Form question = page.forms().stream()
                    .filter(form -> form.asksPassword() || form.asksScopes())
                    .findFirst()
                    .orElse(null);
            if (answer.statusCode() / 100 == 3) {
                URI location = answer.uri()
                        .resolve(answer.headers().firstValue("Location").orElseThrow());
                if (stop.test(location)) {
                    return new Page(location, answer.statusCode(), "");
                }
                next = get(location);
            } else if (question == null) {
                return page;
            } else if (question.asksScopes()) {
                next = post(page, question, Map.of());
            } else if (signedIn) {
                throw new IllegalStateException("The provider refused the password of " + name);
            } else {
                signedIn = true;
                next = post(page, question, Map.of("username", name, "password", password));
            }
        }
        throw new IllegalStateException("Still being redirected after " + MOST_STEPS + " steps");
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Accept", "text/html")
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static HttpRequest post(Page page, Form form, Map<String, String> fields) {
        List<String> pairs = new ArrayList<>();
        form.values().forEach((name, values) -> values.forEach(value -> pairs.add(pair(name, value))));
        fields.forEach((name, value) -> pairs.add(pair(name, value)));
        return HttpRequest.newBuilder(form.action())
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", page.uri().resolve("/").toString().replaceFirst("/$", ""))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(String.join("&", pairs)))
                .build();
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
    }
}
