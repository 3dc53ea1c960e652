package dev.grantkeeper.system.sdk;

import dev.grantkeeper.sdk.Grantkeeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

// What sdk/java/README.md shows begins here.
final class AddToSequence {

    private final Grantkeeper grantkeeper;
    private final HttpClient client = HttpClient.newHttpClient();

    AddToSequence(Grantkeeper grantkeeper) {
        this.grantkeeper = grantkeeper;
    }

    String add(String email, URI sequences) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(sequences)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"email\":\"" + email + "\"}"))
                .build();

        var response = grantkeeper.userHttp(client).send(request, BodyHandlers.ofString());

        return response.statusCode() + " " + response.body();
    }
}
