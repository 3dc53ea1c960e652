package dev.grantkeeper.sandbox.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.grantkeeper.sandbox.person.Person;
import dev.grantkeeper.sandbox.platform.Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Makes access tokens in the shape of RFC 9068, signed with a P-256 key that lives as long as this process. */
@Component
class Issuer {

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final IssuerSettings settings;
    private final Address address;
    private final InstantSource clock;
    private final ECKey key;

    Issuer(IssuerSettings settings, Address address, InstantSource clock) throws JOSEException {
        this.settings = settings;
        this.address = address;
        this.clock = clock;
        this.key = new ECKeyGenerator(Curve.P_256)
                .algorithm(JWSAlgorithm.ES256)
                .keyUse(KeyUse.SIGNATURE)
                .keyIDFromThumbprint(true)
                .generate();
    }

    /** The signing key, its private half too: for signers within this process. */
    JWKSource<SecurityContext> keySource() {
        return new ImmutableJWKSet<>(new JWKSet(key));
    }

    AccessToken mint(TokenRequest request) throws JOSEException {
        Caller caller = request.caller();
        Duration life = request.expiresIn() == null ? caller.life() : Duration.ofSeconds(request.expiresIn());
        JWTClaimsSet claims = standard(caller.client(), life)
                .issuer(Optional.ofNullable(request.issuer()).orElseGet(this::issuer))
                .audience(Optional.ofNullable(request.audience()).orElse(settings.audience()))
                .subject(Stream.of(request.user(), request.app(), caller.client())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow())
                .claim("workspace", request.workspace())
                .claim("app", request.app())
                .claim("user", request.user())
                .claim("role", request.role())
                .claim("scope", Optional.ofNullable(request.scope()).orElse(caller.scope()))
                .build();
        return new AccessToken(request.unsigned() ? unsigned(claims) : signed(claims), life);
    }

    /** A token for somebody who signed in through this client; what it says of a developer needs their scope. */
    AccessToken mintForPerson(String client, Person person, Set<String> scopes, Duration life) throws JOSEException {
        boolean developing = scopes.contains(PlatformGrants.DEVELOPER);
        JWTClaimsSet claims = standard(client, life)
                .subject(person.id())
                .claim("workspace", person.workspace())
                .claim("user", person.id())
                .claim("role", person.role())
                .claim("app", developing ? person.developerOf().orElse(null) : null)
                .claim("scope", String.join(" ", new TreeSet<>(scopes)))
                .build();
        return new AccessToken(signed(claims), life);
    }

    /** A token for a client acting for itself (RFC 6749, section 4.4). */
    AccessToken mintForClient(String client, String scope, Duration life) throws JOSEException {
        return new AccessToken(
                signed(standard(client, life).claim("scope", scope).build()), life);
    }

    private JWTClaimsSet.Builder standard(String client, Duration life) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(settings.audience())
                .subject(client)
                .claim("client_id", client)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .jwtID(UUID.randomUUID().toString());
    }

    private String issuer() {
        return address.origin() + "/platform";
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(ACCESS_TOKEN)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(new PlainHeader.Builder().type(ACCESS_TOKEN).build(), claims).serialize();
    }
}
