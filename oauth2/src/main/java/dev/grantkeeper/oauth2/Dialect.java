package dev.grantkeeper.oauth2;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a provider strays from the parameters of RFC 6749. What guards the flow, {@code state} and PKCE, is sent as it is
 * written, whatever the provider.
 *
 * @param parameterNames by our name, what the provider calls it, in requests to both endpoints
 * @param omittedParameters ours that the provider refuses, in requests to both endpoints
 * @param unencodedParameters of the authorization request, that are escaped only where a URL demands it
 * @param authorizationFragment at the end of the authorization URL, without {@code #}
 * @param codeParameter what the callback calls the code
 */
record Dialect(
        Map<String, String> parameterNames,
        Set<String> omittedParameters,
        Set<String> unencodedParameters,
        Optional<String> authorizationFragment,
        String codeParameter) {

    static final Set<String> FIELDS = Set.of(
            "parameter_names",
            "omitted_parameters",
            "unencoded_parameters",
            "authorization_fragment",
            "code_parameter");

    private static final Set<String> RENAMED = Set.of(
            "response_type",
            "client_id",
            "client_secret",
            "redirect_uri",
            "scope",
            "code",
            "grant_type",
            "refresh_token",
            "resource");
    private static final Set<String> OMITTED = Set.of("response_type", "redirect_uri", "scope", "grant_type");
    /** What the callback says by itself (RFC 6749 section 4.1.2, RFC 9207). */
    private static final Set<String> CALLBACK = Set.of("state", "error", "error_description", "error_uri", "iss");

    static final Dialect STANDARD = new Dialect(Map.of(), Set.of(), Set.of(), Optional.empty(), "code");

    Dialect {
        parameterNames = Collections.unmodifiableMap(new LinkedHashMap<>(parameterNames));
        omittedParameters = Set.copyOf(omittedParameters);
        unencodedParameters = Set.copyOf(unencodedParameters);
        within("parameter_names", RENAMED, parameterNames.keySet());
        within("omitted_parameters", OMITTED, omittedParameters);
        for (String name : parameterNames.values()) {
            if (RENAMED.contains(name)) {
                throw new InvalidSettings(
                        "parameter_names", "parameter_names must not use " + name + ", which means something else");
            }
            SettingsRules.checkName("parameter_names", name);
            SettingsRules.refuseReserved("parameter_names", name, "choose the name that the provider documents");
        }
        if (new HashSet<>(parameterNames.values()).size() < parameterNames.size()) {
            throw new InvalidSettings("parameter_names", "parameter_names gives two parameters one name; correct one");
        }
        SettingsRules.checkCount("unencoded_parameters", unencodedParameters.size());
        unencodedParameters.forEach(name -> SettingsRules.checkName("unencoded_parameters", name));
        SettingsRules.checkName("code_parameter", codeParameter);
        if (CALLBACK.contains(codeParameter)) {
            throw new InvalidSettings(
                    "code_parameter", "code_parameter must not be " + codeParameter + ", which means something else");
        }
        authorizationFragment.ifPresent(text -> SettingsRules.checkName("authorization_fragment", text));
    }

    static Dialect read(JsonFields fields) {
        return new Dialect(
                fields.map("parameter_names").orElse(Map.of()),
                Set.copyOf(fields.list("omitted_parameters").orElse(List.of())),
                Set.copyOf(fields.list("unencoded_parameters").orElse(List.of())),
                fields.text("authorization_fragment"),
                fields.text("code_parameter").orElse(STANDARD.codeParameter));
    }

    void write(SettingsWriter json) {
        json.put("parameter_names", parameterNames);
        json.putSet("omitted_parameters", omittedParameters);
        json.putSet("unencoded_parameters", unencodedParameters);
        authorizationFragment.ifPresent(text -> json.put("authorization_fragment", text));
        if (!codeParameter.equals(STANDARD.codeParameter)) {
            json.put("code_parameter", codeParameter);
        }
    }

    /** The request's fields as the provider wants them; one without a value says nothing (RFC 6749 sections 3.1 and 3.2). */
    Map<String, String> speak(Map<String, String> fields) {
        Map<String, String> spoken = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!omittedParameters.contains(name) && !value.isEmpty()) {
                spoken.put(parameterNames.getOrDefault(name, name), value);
            }
        });
        return spoken;
    }

    /** The query of the authorization request. */
    String query(Map<String, String> fields) {
        return speak(fields).entrySet().stream()
                .map(field -> FormEncoding.queryName(field.getKey()) + "="
                        + (unencodedParameters.contains(field.getKey())
                                ? FormEncoding.leastEscaped(field.getValue())
                                : FormEncoding.queryName(field.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static void within(String field, Set<String> allowed, Set<String> names) {
        for (String name : names) {
            if (!allowed.contains(name)) {
                throw new InvalidSettings(
                        field,
                        field + " may only name: " + allowed.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }
}
