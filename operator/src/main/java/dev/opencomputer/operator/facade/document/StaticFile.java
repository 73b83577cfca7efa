/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** A file that is the same for every caller as long as the program runs. */
public final class StaticFile {

    private final String mediaType;
    private final byte[] content;
    private final byte[] gzipped;
    private final String etag;

    StaticFile(String mediaType, byte[] content) {
        this.mediaType = mediaType;
        this.content = content.clone();
        this.gzipped = gzip(content);
        // Weak, since it names the compressed bytes too.
        this.etag = "W/\"" + HexFormat.of().formatHex(sha256(content), 0, 16) + "\"";
    }

    /** Reads it from the class path, where it came with the program. */
    static StaticFile of(String mediaType, String resource) {
        return new StaticFile(mediaType, read(resource));
    }

    static byte[] read(String resource) {
        try (InputStream in = StaticFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The program came without " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** What it is. */
    public String mediaType() {
        return mediaType;
    }

    /** Its bytes. */
    public byte[] content() {
        return content.clone();
    }

    /** The same compressed. */
    public byte[] gzipped() {
        return gzipped.clone();
    }

    /** Tells this content from any other, for {@code If-None-Match}. */
    public String etag() {
        return etag;
    }
}
