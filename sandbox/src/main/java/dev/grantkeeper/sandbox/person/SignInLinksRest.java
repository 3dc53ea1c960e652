package dev.grantkeeper.sandbox.person;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.grantkeeper.sandbox.platform.Address;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Makes links that sign somebody in, for whoever has the bootstrap secret, and takes them back. */
@RestController
class SignInLinksRest {

    /**
     * @param user whom to sign in
     * @param to where the browser goes then: an http or https address
     */
    record Wanted(String user, URI to) {}

    record Made(URI url, @JsonProperty("expires_at") Instant expiresAt) {

        @Override
        public String toString() {
            return "Made[expiresAt=" + expiresAt + "]";
        }
    }

    private final People people;
    private final SignInLinks links;
    private final SignedIn signedIn;
    private final Address address;

    SignInLinksRest(People people, SignInLinks links, SignedIn signedIn, Address address) {
        this.people = people;
        this.links = links;
        this.signedIn = signedIn;
        this.address = address;
    }

    @PostMapping("/platform/sign-in-links")
    ResponseEntity<Made> make(@RequestBody Wanted wanted) {
        var person = people.find(wanted.user() == null ? "" : wanted.user())
                .orElseThrow(() -> refused("user must be somebody the platform knows"));
        if (wanted.to() == null || wanted.to().getHost() == null || !isWeb(wanted.to())) {
            throw refused("to must be an http or https address");
        }
        var link = new SignInLinks.Link(person, wanted.to(), links.expiry());
        var url = URI.create(address.origin() + "/platform/sign-in-links/" + links.add(link));
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new Made(url, link.expiresAt()));
    }

    @GetMapping("/platform/sign-in-links/{token}")
    ResponseEntity<String> follow(
            @PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        var link = links.take(token);
        if (link.isEmpty()) {
            return ResponseEntity.status(HttpStatus.GONE)
                    .contentType(MediaType.TEXT_PLAIN)
                    .body("This link was used, or is older than an hour.");
        }
        signedIn.begin(link.get().person(), request, response);
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(link.get().to())
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    private static boolean isWeb(URI uri) {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }

    private static ResponseStatusException refused(String why) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
    }
}
