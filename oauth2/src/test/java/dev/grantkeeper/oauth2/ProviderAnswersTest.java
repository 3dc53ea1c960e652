package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What providers' own documentation says they answer a refresh with, in its documented shape; tokens and ids are ours. */
class ProviderAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final int LEAST = 60;

    /** One documented answer; the body's single quotes stand for double ones. */
    private record Answer(String provider, String says, int status, String type, String body, Outcome expected) {
        @Override
        public String toString() {
            return provider + ": " + says;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void classify_documentedAnswer_outcome(Answer answer) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", answer.type);

        assertThat(OutcomeClassifier.classify(
                        AnswerShape.STANDARD,
                        answer.status,
                        headers,
                        Buffer.buffer(answer.body.replace('\'', '"')),
                        NOW))
                .isEqualTo(answer.expected);
    }

    @Test
    void answers_ofRealProviders_areMany() {
        long providers = answers().map(Answer::provider).distinct().count();
        System.out.printf("%d documented answers of %d providers%n", answers().count(), providers);

        assertThat(answers().count()).isGreaterThanOrEqualTo(LEAST);
        assertThat(answers().map(Answer::toString)).doesNotHaveDuplicates();
    }

    private static Stream<Answer> answers() {
        return Stream.of(renewals(), deadGrants(), wrongClients(), limits(), passing(), unknown())
                .flatMap(List::stream);
    }

    private static List<Answer> renewals() {
        return List.of(
                json(
                        "Google",
                        "a token for an hour, the old refresh token stays",
                        "{'access_token':'at','expires_in':3599,'scope':'a b','token_type':'Bearer'}",
                        renewed(3599).scopes("a", "b")),
                json(
                        "Google",
                        "a refresh token that ends when the person said",
                        "{'access_token':'at','expires_in':3599,'refresh_token':'rt','refresh_token_expires_in':604799,"
                                + "'scope':'a','token_type':'Bearer'}",
                        renewed(3599).refresh("rt").scopes("a").refreshLives(604799)),
                json(
                        "Microsoft",
                        "a token, its extended life, and a new refresh token",
                        "{'token_type':'Bearer','scope':'a b','expires_in':3736,'ext_expires_in':3736,"
                                + "'access_token':'at','refresh_token':'rt','id_token':'x.y.z'}",
                        renewed(3736).refresh("rt").scopes("a", "b")),
                form(
                        "GitHub",
                        "a form, unless asked for JSON",
                        "access_token=at&expires_in=28800&refresh_token=rt&refresh_token_expires_in=15897600&scope="
                                + "&token_type=bearer",
                        renewed(28800).refresh("rt").refreshLives(15897600)),
                json(
                        "GitLab",
                        "a token and when it was made",
                        "{'access_token':'at','token_type':'bearer','expires_in':7200,'refresh_token':'rt',"
                                + "'created_at':1607635748}",
                        renewed(7200).refresh("rt")),
                json(
                        "Slack",
                        "ok, and the token of a bot",
                        "{'ok':true,'access_token':'at','expires_in':43200,'refresh_token':'rt','token_type':'bot',"
                                + "'scope':'commands,incoming-webhook','team':{'id':'T1'}}",
                        renewed(43200).refresh("rt").scopes("commands", "incoming-webhook")),
                json(
                        "LinkedIn",
                        "a refresh token whose life shrinks",
                        "{'access_token':'at','expires_in':5184000,'refresh_token':'rt',"
                                + "'refresh_token_expires_in':439200}",
                        renewed(5184000).refresh("rt").refreshLives(439200)),
                json(
                        "Keycloak",
                        "the session's remaining life as refresh_expires_in",
                        "{'access_token':'at','expires_in':300,'refresh_expires_in':1800,'refresh_token':'rt',"
                                + "'token_type':'Bearer','not-before-policy':0,'session_state':'s','scope':'email'}",
                        renewed(300).refresh("rt").scopes("email").refreshLives(1800)),
                json(
                        "Keycloak",
                        "an offline token, which refresh_expires_in 0 calls endless",
                        "{'access_token':'at','expires_in':300,'refresh_expires_in':0,'refresh_token':'rt'}",
                        renewed(300).refresh("rt")),
                json(
                        "Intuit",
                        "x_refresh_token_expires_in",
                        "{'access_token':'at','token_type':'bearer','expires_in':3600,'refresh_token':'rt',"
                                + "'x_refresh_token_expires_in':8726400}",
                        renewed(3600).refresh("rt").refreshLives(8726400)),
                json(
                        "TikTok",
                        "refresh_expires_in, scopes with commas",
                        "{'access_token':'at','expires_in':86400,'open_id':'o','refresh_expires_in':31536000,"
                                + "'refresh_token':'rt','scope':'user.info.basic,video.list','token_type':'Bearer'}",
                        renewed(86400)
                                .refresh("rt")
                                .scopes("user.info.basic", "video.list")
                                .refreshLives(31536000)),
                json(
                        "Twitch",
                        "scopes as a list, no lifetime",
                        "{'access_token':'at','refresh_token':'rt','scope':['channel:read:subscriptions'],"
                                + "'token_type':'bearer'}",
                        renewed().refresh("rt").scopes("channel:read:subscriptions")),
                json(
                        "Strava",
                        "expires_at beside expires_in",
                        "{'token_type':'Bearer','access_token':'at','expires_at':1795428000,'expires_in':20566,"
                                + "'refresh_token':'rt'}",
                        renewed(20566).refresh("rt")),
                json(
                        "Salesforce",
                        "no lifetime at all",
                        "{'access_token':'at','signature':'s','scope':'api refresh_token','instance_url':"
                                + "'https://my.example','id':'https://id.example','token_type':'Bearer',"
                                + "'issued_at':'1607635748000'}",
                        renewed().scopes("api", "refresh_token")),
                json(
                        "Webex",
                        "how long the refresh token lives",
                        "{'access_token':'at','expires_in':1209600,'refresh_token':'rt',"
                                + "'refresh_token_expires_in':7776000}",
                        renewed(1209600).refresh("rt").refreshLives(7776000)),
                json(
                        "Airtable",
                        "refresh_expires_in",
                        "{'access_token':'at','refresh_token':'rt','token_type':'Bearer','scope':'data.records:read',"
                                + "'expires_in':3600,'refresh_expires_in':5184000}",
                        renewed(3600).refresh("rt").scopes("data.records:read").refreshLives(5184000)),
                json(
                        "Spotify",
                        "no refresh token: the old one stays",
                        "{'access_token':'at','token_type':'Bearer','scope':'user-read-private','expires_in':3600}",
                        renewed(3600).scopes("user-read-private")),
                json(
                        "Amazon",
                        "a lower-case bearer",
                        "{'access_token':'at','token_type':'bearer','expires_in':3600,'refresh_token':'rt'}",
                        renewed(3600).refresh("rt")),
                json(
                        "Shopify",
                        "an expiring offline token",
                        "{'access_token':'at','scope':'read_orders,write_orders','expires_in':3600,"
                                + "'refresh_token':'rt','refresh_token_expires_in':7776000}",
                        renewed(3600)
                                .refresh("rt")
                                .scopes("read_orders", "write_orders")
                                .refreshLives(7776000)),
                json(
                        "Zoho",
                        "an api_domain, no refresh token",
                        "{'access_token':'at','api_domain':'https://www.zohoapis.example','token_type':'Bearer',"
                                + "'expires_in':3600}",
                        renewed(3600)),
                json(
                        "Discord",
                        "a week's token",
                        "{'access_token':'at','token_type':'Bearer','expires_in':604800,'refresh_token':'rt',"
                                + "'scope':'identify'}",
                        renewed(604800).refresh("rt").scopes("identify")),
                json(
                        "HubSpot",
                        "half an hour's token",
                        "{'token_type':'bearer','refresh_token':'rt','access_token':'at','expires_in':1800}",
                        renewed(1800).refresh("rt")));
    }

    private static List<Answer> deadGrants() {
        return List.of(
                refused("Google", "expired or revoked", 400, "Token has been expired or revoked.", "invalid_grant"),
                refusedBody(
                        "Google",
                        "a session that has to be begun anew",
                        400,
                        "{'error':'invalid_grant','error_description':'reauth related error (invalid_rapt)',"
                                + "'error_subtype':'invalid_rapt'}",
                        "invalid_grant"),
                refusedBody(
                        "Microsoft",
                        "too long inactive",
                        400,
                        "{'error':'invalid_grant','error_description':'AADSTS700082: The refresh token has expired',"
                                + "'error_codes':[700082],'timestamp':'2026-11-23 10:00:00Z','trace_id':'t',"
                                + "'correlation_id':'c'}",
                        "invalid_grant"),
                refusedBody(
                        "Microsoft",
                        "the person has to take another step",
                        400,
                        "{'error':'interaction_required','error_description':'AADSTS50079','error_codes':[50079],"
                                + "'suberror':'basic_action'}",
                        "interaction_required"),
                refusedBody(
                        "Microsoft",
                        "consent is missing",
                        400,
                        "{'error':'consent_required','error_codes':[65001]}",
                        "consent_required"),
                refused("GitHub", "a bad refresh token, in a 200", 200, "incorrect or expired", "bad_refresh_token"),
                new Answer(
                        "GitHub",
                        "a bad refresh token, in a form",
                        200,
                        FORM,
                        "error=bad_refresh_token&error_description=The+refresh+token+passed+is+incorrect+or+expired.",
                        new Outcome.Rejected("bad_refresh_token")),
                refused(
                        "GitLab",
                        "invalid, expired or revoked",
                        400,
                        "The provided authorization grant",
                        "invalid_grant"),
                refusedBody(
                        "Slack",
                        "an invalid refresh token, not ok in a 200",
                        200,
                        "{'ok':false,'error':'invalid_refresh_token'}",
                        "invalid_refresh_token"),
                refused(
                        "Atlassian",
                        "an unknown refresh token, with 403",
                        403,
                        "Unknown or invalid refresh token.",
                        "invalid_grant"),
                refused(
                        "Auth0",
                        "an unknown refresh token, with 403",
                        403,
                        "Unknown or invalid refresh token.",
                        "invalid_grant"),
                refused("Okta", "invalid or expired", 400, "The refresh token is invalid or expired.", "invalid_grant"),
                refused("Keycloak", "a session that is over", 400, "Token is not active", "invalid_grant"),
                refused(
                        "Keycloak",
                        "a refresh token used before",
                        400,
                        "Maximum allowed refresh token reuse exceeded",
                        "invalid_grant"),
                refused(
                        "Ory Hydra",
                        "a refresh token used before, with 401",
                        401,
                        "Token is inactive",
                        "token_inactive"),
                refused("Salesforce", "an expired token", 400, "expired access/refresh token", "invalid_grant"),
                refusedBody(
                        "HubSpot",
                        "a status instead of an error",
                        400,
                        "{'status':'BAD_REFRESH_TOKEN','message':'missing or invalid refresh token'}",
                        "bad_refresh_token"),
                refusedBody(
                        "Fitbit",
                        "a list of errors",
                        400,
                        "{'errors':[{'errorType':'invalid_grant','message':'Refresh token invalid'}],'success':false}",
                        "invalid_grant"),
                refusedBody(
                        "Zoom",
                        "a reason",
                        400,
                        "{'reason':'Invalid Token!','error':'invalid_grant'}",
                        "invalid_grant"),
                refusedBody(
                        "TikTok",
                        "a log id",
                        400,
                        "{'error':'invalid_grant','error_description':'Refresh token is invalid or expired.','log_id':'l'}",
                        "invalid_grant"),
                refusedBody("Zoho", "an invalid code, in a 200", 200, "{'error':'invalid_code'}", "invalid_code"),
                refused("Dropbox", "invalid or revoked", 400, "refresh token is invalid or revoked", "invalid_grant"),
                refused("Box", "an expired refresh token", 400, "Refresh token has expired", "invalid_grant"),
                refused("Spotify", "a revoked refresh token", 400, "Refresh token revoked", "invalid_grant"),
                refusedBody("Intuit", "no description", 400, "{'error':'invalid_grant'}", "invalid_grant"),
                refusedBody("Xero", "no description", 400, "{'error':'invalid_grant'}", "invalid_grant"),
                refusedBody("Amazon Cognito", "no description", 400, "{'error':'invalid_grant'}", "invalid_grant"),
                refused("Stripe", "a refresh token of nobody", 400, "Refresh token does not exist", "invalid_grant"),
                refusedBody(
                        "Snowflake",
                        "numbers and nulls around it",
                        400,
                        "{'data':null,'error':'invalid_grant','code':null,'message':'m','success':false,'headers':null}",
                        "invalid_grant"),
                refused(
                        "Climate FieldView",
                        "a refresh token used before",
                        400,
                        "Provided Authorization Grant is invalid",
                        "invalid_grant"));
    }

    private static List<Answer> wrongClients() {
        return List.of(
                misconfigured("Google", "a client that does not exist", 401, "invalid_client"),
                misconfigured("Google", "a deleted client", 401, "deleted_client"),
                misconfigured("Google", "a disabled client", 401, "disabled_client"),
                misconfigured("Microsoft", "a wrong secret", 401, "invalid_client"),
                misconfigured("Microsoft", "an application of another directory", 400, "unauthorized_client"),
                misconfigured("GitHub", "a wrong secret, in a 200", 200, "incorrect_client_credentials"),
                misconfigured("Keycloak", "a wrong secret", 401, "unauthorized_client"),
                misconfigured("Salesforce", "an unknown client", 400, "invalid_client_id"),
                misconfigured("Zoho", "a wrong secret, in a 200", 200, "invalid_client_secret"),
                misconfigured("Amazon", "a client that may not", 400, "unauthorized_client"),
                new Answer(
                        "Slack",
                        "a wrong secret, not ok in a 200",
                        200,
                        JSON,
                        "{'ok':false,'error':'bad_client_secret'}",
                        new Outcome.Misconfigured("bad_client_secret")));
    }

    private static List<Answer> limits() {
        return List.of(
                new Answer(
                        "Slack",
                        "a rate limit, not ok in a 200",
                        200,
                        JSON,
                        "{'ok':false,'error':'ratelimited'}",
                        throttled()),
                new Answer(
                        "Discord",
                        "a rate limit",
                        429,
                        JSON,
                        "{'message':'You are being rate limited.','retry_after':64.57,'global':false}",
                        throttled()),
                new Answer("Auth0", "a rate limit", 429, JSON, "{'error':'too_many_requests'}", throttled()),
                new Answer(
                        "Okta",
                        "a rate limit",
                        429,
                        JSON,
                        "{'errorCode':'E0000047','errorSummary':'API call exceeded rate limit'}",
                        throttled()),
                new Answer("Salesforce", "too many logins", 400, JSON, "{'error':'rate_limit_exceeded'}", throttled()),
                new Answer("SoundCloud", "a rate limit", 429, JSON, "{}", throttled()));
    }

    private static List<Answer> passing() {
        return List.of(
                passing(
                        "Ory Hydra",
                        "a race lost to another request",
                        400,
                        "{'error':'invalid_request','error_description':'multiple concurrent requests'}",
                        "invalid_request"),
                passing(
                        "TikTok",
                        "unavailable",
                        400,
                        "{'error':'temporarily_unavailable','log_id':'l'}",
                        "temporarily_unavailable"),
                passing(
                        "Microsoft",
                        "too busy",
                        400,
                        "{'error':'temporarily_unavailable','error_codes':[90033]}",
                        "temporarily_unavailable"),
                passing(
                        "Slack",
                        "a method that is out of service",
                        200,
                        "{'ok':false,'error':'service_unavailable'}",
                        "service_unavailable"),
                passing(
                        "Zoho",
                        "too many requests, as Access Denied",
                        400,
                        "{'error_description':'You have made too many requests continuously.','error':'Access Denied',"
                                + "'status':'failure'}",
                        "other_error"),
                passing(
                        "Auth0",
                        "access_denied, for a wrong secret or a rule",
                        401,
                        "{'error':'access_denied','error_description':'Unauthorized'}",
                        "access_denied"),
                // Clearly dead to a reader, but in words of the provider's own: that is for its template to say.
                passing(
                        "Twitch",
                        "an HTTP reason as the error",
                        400,
                        "{'error':'Bad Request','status':400,'message':'Invalid refresh token'}",
                        "other_error"),
                passing(
                        "Square",
                        "a type of its own",
                        401,
                        "{'message':'Invalid refresh token','type':'service.not_authorized'}",
                        "other_error"),
                passing(
                        "Strava",
                        "a fault of a field",
                        400,
                        "{'message':'Bad Request','errors':[{'resource':'RefreshToken','field':'refresh_token',"
                                + "'code':'invalid'}]}",
                        "other_error"),
                passing(
                        "X",
                        "invalid_request for a token it does not know",
                        400,
                        "{'error':'invalid_request','error_description':'Value passed for the token was invalid.'}",
                        "invalid_request"),
                passing(
                        "Meta",
                        "an object with a code",
                        400,
                        "{'error':{'message':'Session has expired','type':'OAuthException','code':190,'fbtrace_id':'f'}}",
                        "other_error"),
                passing("Reddit", "a number as the error", 400, "{'message':'Bad Request','error':400}", "other_error"),
                passing(
                        "WeChat",
                        "an errcode in a 200",
                        200,
                        "{'errcode':40030,'errmsg':'invalid refresh_token'}",
                        "other_error"),
                passing(
                        "Withings",
                        "a status in a 200",
                        200,
                        "{'status':503,'body':{},'error':'Invalid Params: invalid refresh_token'}",
                        "other_error"),
                passing("Amazon", "a server error", 500, "{'error':'ServerError'}", "server_error"),
                passing("Amazon", "unavailable", 503, "{'error':'ServiceUnavailable'}", "server_error"));
    }

    private static List<Answer> unknown() {
        return List.of(
                unknown("Slack", "half done, perhaps", 200, "{'ok':false,'error':'fatal_error'}", "fatal_error"),
                unknown(
                        "Slack",
                        "a fault, perhaps after the fact",
                        200,
                        "{'ok':false,'error':'internal_error'}",
                        "internal_error"),
                unknown(
                        "Withings",
                        "a token, but inside of a body",
                        200,
                        "{'status':0,'body':{'userid':'u','access_token':'at','refresh_token':'rt','expires_in':10800}}",
                        "no_access_token"),
                unknown("Cloudflare", "the provider behind it took too long", 524, "", "gateway_timeout"),
                unknown("NGINX", "the provider behind it took too long", 504, "<html>", "gateway_timeout"));
    }

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    private static Answer json(String provider, String says, String body, Expected expected) {
        return new Answer(provider, says, 200, JSON, body, expected.outcome());
    }

    private static Answer form(String provider, String says, String body, Expected expected) {
        return new Answer(provider, says, 200, FORM, body, expected.outcome());
    }

    private static Answer refused(String provider, String says, int status, String description, String error) {
        return refusedBody(
                provider, says, status, "{'error':'" + error + "','error_description':'" + description + "'}", error);
    }

    private static Answer refusedBody(String provider, String says, int status, String body, String error) {
        return new Answer(provider, says, status, JSON, body, new Outcome.Rejected(error));
    }

    private static Answer misconfigured(String provider, String says, int status, String error) {
        return new Answer(
                provider,
                says,
                status,
                JSON,
                "{'error':'" + error + "','error_description':'d'}",
                new Outcome.Misconfigured(error));
    }

    private static Answer passing(String provider, String says, int status, String body, String reason) {
        return new Answer(provider, says, status, JSON, body, new Outcome.Transient(reason, false));
    }

    private static Answer unknown(String provider, String says, int status, String body, String reason) {
        return new Answer(provider, says, status, JSON, body, new Outcome.Unknown(reason));
    }

    private static Outcome throttled() {
        return new Outcome.Throttled(Optional.empty());
    }

    private static Expected renewed() {
        return new Expected(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Expected renewed(long seconds) {
        return new Expected(Optional.empty(), seconds(seconds), Optional.empty(), Optional.empty());
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private record Expected(
            Optional<Token> refreshToken,
            Optional<Duration> lifetime,
            Optional<List<String>> scopes,
            Optional<Duration> refreshTokenLifetime) {

        Expected refresh(String token) {
            return new Expected(Optional.of(Token.of(token)), lifetime, scopes, refreshTokenLifetime);
        }

        Expected scopes(String... names) {
            return new Expected(refreshToken, lifetime, Optional.of(List.of(names)), refreshTokenLifetime);
        }

        Expected refreshLives(long seconds) {
            return new Expected(refreshToken, lifetime, scopes, seconds(seconds));
        }

        Outcome outcome() {
            return new Outcome.Renewed(Token.of("at"), refreshToken, lifetime, scopes, refreshTokenLifetime);
        }
    }
}
