package io.github.grokvideo.emulator.internal.lumenfall;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.grokvideo.emulator.internal.Json;

/** Computes a digest of JSON that does not depend on the order of members. */
public final class Fingerprint {

    private Fingerprint() {
    }

    public static String of(JsonNode json) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            addTo(digest, json);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addTo(MessageDigest digest, JsonNode node) {
        if (node.isContainerNode()) {
            digest.update((node.isObject() ? "{" : "[").getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(members(node)).forEach((name, member) -> {
                digest.update(Json.write(TextNode.valueOf(name)));
                addTo(digest, member);
            });
            digest.update("}".getBytes(StandardCharsets.UTF_8));
        } else {
            digest.update(Json.write(node));
        }
    }

    private static Map<String, JsonNode> members(JsonNode node) {
        Map<String, JsonNode> members = new HashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            members.put(String.format("%09d", i), node.get(i));
        }
        return members;
    }
}
