package dev.grantkeeper.oauth2.egress;

import io.vertx.core.dns.AddressResolverOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A name server on loopback (RFC 1035) whose answers live for no time, so that each question may get another. */
public final class TinyDns implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int A = 1;

    private final DatagramSocket socket;
    private final Map<String, Supplier<List<String>>> names = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> questions = new ConcurrentHashMap<>();

    public TinyDns() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        var thread = new Thread(this::serve, "tiny-dns");
        thread.setDaemon(true);
        thread.start();
    }

    /** Resolves names here, and nothing but names. */
    public AddressResolverOptions resolver() {
        return new AddressResolverOptions()
                .setServers(List.of("127.0.0.1:" + socket.getLocalPort()))
                .setCacheMaxTimeToLive(0)
                .setSearchDomains(List.of())
                .setNdots(0);
    }

    /** @param addresses asked for at each question */
    public void answer(String name, Supplier<List<String>> addresses) {
        names.put(name, addresses);
    }

    /** How often the IPv4 addresses of the name were asked for. */
    public int questions(String name) {
        return questions.getOrDefault(name, new AtomicInteger()).get();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                packet.setLength(512);
                socket.receive(packet);
                byte[] answer = answer(packet);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                // The loop ends with the socket.
            }
        }
    }

    private byte[] answer(DatagramPacket question) throws IOException {
        byte[] asked = question.getData();
        var name = new StringBuilder();
        int at = HEADER;
        for (int length = asked[at]; length > 0; length = asked[at]) {
            name.append(name.isEmpty() ? "" : ".").append(new String(asked, at + 1, length, StandardCharsets.US_ASCII));
            at += length + 1;
        }
        int type = asked[at + 2];
        int size = type == A ? 4 : 16;
        if (type == A) {
            questions
                    .computeIfAbsent(name.toString(), any -> new AtomicInteger())
                    .incrementAndGet();
        }
        var found = names.getOrDefault(name.toString(), List::of).get().stream()
                .map(TinyDns::bytes)
                .filter(address -> address.length == size)
                .toList();
        var answer = new ByteArrayOutputStream();
        answer.write(asked, 0, 2);
        answer.writeBytes(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) found.size(), 0, 0, 0, 0});
        answer.write(asked, HEADER, at + 5 - HEADER);
        for (byte[] address : found) {
            answer.writeBytes(new byte[] {(byte) 0xc0, HEADER, 0, (byte) type, 0, 1, 0, 0, 0, 0, 0, (byte) size});
            answer.writeBytes(address);
        }
        return answer.toByteArray();
    }

    private static byte[] mapped(String address) throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(
                InetAddress.getByName(address.substring("::ffff:".length())).getAddress(), 0, bytes, 12, 4);
        return bytes;
    }

    private static byte[] bytes(String address) {
        try {
            // An IPv6 form of an IPv4 address is sent as it is written.
            return address.startsWith("::ffff:")
                    ? mapped(address)
                    : InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
