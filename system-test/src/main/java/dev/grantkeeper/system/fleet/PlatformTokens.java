package dev.grantkeeper.system.fleet;

import dev.grantkeeper.system.platform.TokenIssuer;

/** Access tokens (RFC 9068) of the platform that the vault trusts. Good for 15 minutes when handed out. */
public interface PlatformTokens {

    /** For an execution of the member's app that the member triggered. */
    String execution(Member member);

    /** For the member at the front end, in role member. */
    String person(Member member);

    static PlatformTokens of(TokenIssuer issuer) {
        return new PlatformTokens() {
            @Override
            public String execution(Member member) {
                return issuer.execution(member.workspace(), member.app(), member.user());
            }

            @Override
            public String person(Member member) {
                return issuer.person(member.workspace(), member.user(), "member");
            }
        };
    }
}
