package dev.grantkeeper.oauth2.inputs;

import com.google.common.net.InternetDomainName;
import dev.grantkeeper.oauth2.InvalidSettings;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps addresses with placeholders with their provider: whatever is filled in, the scheme is https, and the host one below a
 * domain that one party registered.
 */
final class OpenAddress {

    /** They are called: a placeholder before the host would decide how. The last is the one of an exchange. */
    private static final Set<String> CALLED = Set.of(
            "authorization_url", "token_url", "refresh_url", "revocation_url", "introspection_url", "issuer", "url");

    /**
     * The Public Suffix List has them for the sake of cookies only: below them are customers, and behind every name below them
     * the provider's own servers.
     */
    private static final Set<String> SERVED_BY_ITS_OWNER = Set.of("myshopify.com");

    private static final Pattern WEB =
            Pattern.compile("(https?)://([^/?#]*).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern OTHER_SCHEME =
            Pattern.compile("(?!https?:)[a-z][a-z0-9+.-]*://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern OPEN = Pattern.compile("[A-Za-z0-9.{}_-]+");
    private static final Pattern FIXED = Pattern.compile("((?:\\.[A-Za-z0-9-]+)+)(?::[0-9]{1,5})?");
    private static final int LONGEST = 512;

    private OpenAddress() {}

    /**
     * @param text with a placeholder
     * @throws InvalidSettings naming the path, where the text is an address that a value could lead elsewhere
     */
    static void check(String path, String text) {
        boolean called = CALLED.contains(path.substring(path.lastIndexOf('.') + 1));
        if (!called && (!text.contains("://") || OTHER_SCHEME.matcher(text).matches())) {
            return;
        }
        Matcher web = WEB.matcher(text);
        if (!web.matches()) {
            throw new InvalidSettings(path, path + " must begin with https:// and have its placeholders after that");
        }
        String authority = web.group(2);
        if (authority.contains("{") && !(web.group(1).equalsIgnoreCase("https") && endsLiterally(authority))) {
            throw new InvalidSettings(
                    path,
                    path + " must end its host with a name of the provider's own, as {subdomain}.example.com does, and"
                            + " have no placeholder in user or port");
        }
    }

    private static boolean endsLiterally(String authority) {
        int end = authority.lastIndexOf('}') + 1;
        Matcher fixed = FIXED.matcher(authority.substring(end));
        return authority.length() <= LONGEST
                && OPEN.matcher(authority.substring(0, end)).matches()
                && fixed.matches()
                && isOnesOwn(fixed.group(1).substring(1).toLowerCase(Locale.ROOT));
    }

    /** Whether nobody else can have a name below it (Public Suffix List, its private section included). */
    private static boolean isOnesOwn(String name) {
        if (!InternetDomainName.isValid(name)) {
            return false;
        }
        InternetDomainName domain = InternetDomainName.from(name);
        return SERVED_BY_ITS_OWNER.contains(name) || !domain.isPublicSuffix() && domain.hasParent();
    }
}
