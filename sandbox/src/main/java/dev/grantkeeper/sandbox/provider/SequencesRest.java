package dev.grantkeeper.sandbox.provider;

import java.security.Principal;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The external service's API: adds a prospect to a mail sequence. */
@RestController
class SequencesRest {

    record Prospect(String email, long sequenceId, long mailboxId) {}

    @PostMapping("/api/v1/sequences")
    Map<String, Map<String, String>> add(@RequestBody Prospect prospect, Principal user) {
        if (prospect.email() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "email must be given");
        }
        return Map.of(
                "data",
                Map.of(
                        "email", prospect.email(),
                        "sequenceId", Long.toString(prospect.sequenceId()),
                        "mailboxId", Long.toString(prospect.mailboxId()),
                        "addedBy", user.getName()));
    }
}
