package dev.grantkeeper.oauth2.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final AddressRules PUBLIC = new AddressRules(false, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "193.0.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450::1",
                "2001:200::1",
                "2001:4860:4860::8888"
            })
    void admits_public(String address) {
        assertThat(PUBLIC.admits(of(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.0.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:7f00:1",
                "::ffff:a00:1",
                "::808:808",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:10::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void admits_special_not(String address) {
        assertThat(PUBLIC.admits(of(address))).isFalse();
    }

    @Test
    void admits_loopback_inDevelopment() {
        var here = new AddressRules(true, List.of());
        assertThat(here.admits(of("127.0.0.1"))).isTrue();
        assertThat(here.admits(of("::1"))).isTrue();
        assertThat(here.admits(of("10.0.0.1"))).isFalse();
    }

    @Test
    void admits_networkOfTheOperators_andNothingBesideIt() {
        var office = new AddressRules(false, List.of(Network.of("10.20.0.0/16"), Network.of("fd12:3456::/32")));
        assertThat(office.admits(of("10.20.255.1"))).isTrue();
        assertThat(office.admits(of("fd12:3456::7"))).isTrue();
        assertThat(office.admits(of("10.21.0.1"))).isFalse();
        assertThat(office.admits(of("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "::/129", "example.com/8", "10.0.0.0/-1", "''"})
    void network_malformed_saysHowToWriteIt(String cidr) {
        assertThatThrownBy(() -> Network.of(cidr))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.20.0.0/16");
    }

    private static InetAddress of(String address) {
        return HostSyntax.literal(address).orElseThrow();
    }
}
