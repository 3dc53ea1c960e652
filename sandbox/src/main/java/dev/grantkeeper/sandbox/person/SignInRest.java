package dev.grantkeeper.sandbox.person;

import static java.util.stream.Collectors.joining;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.HtmlUtils;

/** The platform's sign-in page. One says who one is; nobody is asked to prove it, on the machine that they try it on. */
@RestController
class SignInRest {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in to the platform</title>
            <style>
            :root { color-scheme: light dark; font: 14px/20px system-ui, sans-serif; }
            main { max-width: 360px; margin: 12vh auto; padding: 0 16px; }
            h1 { font-size: 20px; line-height: 28px; }
            button { display: block; width: 100%%; margin: 8px 0; padding: 10px 12px; font: inherit; text-align: left; }
            </style>
            </head>
            <body>
            <main>
            <h1>Sign in to the platform</h1>
            <p>This is a sandbox. Who are you?</p>
            <form method="post" action="/platform/sign-in">
            <input type="hidden" name="%s" value="%s">
            %s
            </form>
            </main>
            </body>
            </html>
            """;

    private final People people;
    private final SignedIn signedIn;

    SignInRest(People people, SignedIn signedIn) {
        this.people = people;
        this.signedIn = signedIn;
    }

    @GetMapping(path = "/platform/sign-in", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page(CsrfToken csrf) {
        String choices = people.all().stream().map(SignInRest::choice).collect(joining("\n"));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(PAGE.formatted(csrf.getParameterName(), csrf.getToken(), choices));
    }

    @PostMapping("/platform/sign-in")
    void signIn(@RequestParam String user, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var person = people.find(user)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST, "nobody has this id"));
        var wanted = signedIn.interrupted().getRequest(request, response);
        if (wanted == null) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "go to where you want to sign in, and begin there");
        }
        signedIn.interrupted().removeRequest(request, response);
        signedIn.begin(person, request, response);
        response.sendRedirect(wanted.getRedirectUrl());
    }

    private static String choice(Person person) {
        String who = person.name() + ", " + person.role()
                + person.developerOf().map(app -> " and developer of " + app).orElse("");
        return "<button name=\"user\" value=\"" + HtmlUtils.htmlEscape(person.id()) + "\">" + HtmlUtils.htmlEscape(who)
                + "</button>";
    }
}
