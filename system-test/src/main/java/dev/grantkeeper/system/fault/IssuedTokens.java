package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.fleet.Member;
import dev.grantkeeper.system.fleet.PlatformTokens;
import dev.grantkeeper.system.platform.TokenIssuer;

/** The cluster's issuer, as the fleet asks for tokens. */
record IssuedTokens(TokenIssuer issuer) implements PlatformTokens {

    @Override
    public String execution(Member member) {
        return issuer.execution(member.workspace(), member.app(), member.user());
    }

    @Override
    public String person(Member member) {
        return issuer.person(member.workspace(), member.user(), "member");
    }
}
