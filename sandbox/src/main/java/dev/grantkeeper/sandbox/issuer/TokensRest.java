package dev.grantkeeper.sandbox.issuer;

import com.nimbusds.jose.JOSEException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** Mints a token for any of Grantkeeper's callers. */
@RestController
class TokensRest {

    private final Issuer issuer;

    TokensRest(Issuer issuer) {
        this.issuer = issuer;
    }

    @PostMapping("/platform/tokens")
    ResponseEntity<AccessToken> mint(@RequestBody TokenRequest request) throws JOSEException {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(issuer.mint(request));
    }

    @ExceptionHandler
    ProblemDetail unreadable(HttpMessageNotReadableException e) {
        Throwable cause = e.getMostSpecificCause();
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                cause instanceof JacksonException json ? json.getOriginalMessage() : cause.getMessage());
    }
}
