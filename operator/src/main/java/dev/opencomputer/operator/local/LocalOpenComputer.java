/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import dev.opencomputer.operator.files.WholeFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;

/**
 * An OpenComputer on this machine. It serves secret stores and agents as the wire contract says; what it acknowledged
 * is on disk, values encrypted.
 */
public final class LocalOpenComputer implements AutoCloseable {

    private final LocalOptions options;
    private final Database database;
    private final SecretStores stores;
    private final ApiKey apiKey;
    private final Counters counters = new Counters();
    private final Faults faults = new Faults();
    private final HttpServer http;

    private LocalOpenComputer(LocalOptions options, Database database) {
        this.options = options;
        this.database = database;
        MVMap<String, String> settings = database.map("settings");
        ValueCipher cipher = EncryptionKey.cipher(options.encryptionKeyFile(), database, settings);
        KeyFile keyFile = new KeyFile(options.apiKeyFile(), "API key");
        apiKey = new ApiKey(keyFile.read().orElseGet(() -> keyFile.create(ApiKey.random())));
        stores = new SecretStores(database, cipher, Clock.systemUTC());
        stores.verify();
        Agents agents = new Agents(database, stores, Clock.systemUTC());
        agents.verify();
        http = new HttpServer(
                options.dialect(),
                apiKey,
                counters,
                faults,
                new SecretStoresApi(stores, options.dialect(), organisation(settings)),
                new AgentsApi(agents, options.dialect()));
        http.start(options.host(), options.port());
    }

    /**
     * Starts the server; it answers when this returns.
     *
     * @param options where its data is and how it listens
     * @return the running server
     * @throws LocalServerException when it can't: data in use, damaged, of a newer version or encrypted with another
     *     key, or a port that is taken
     */
    public static LocalOpenComputer start(LocalOptions options) {
        KeyFile.createFolder(options.dataDir());
        Path file = options.dataDir().resolve("opencomputer.mv.db");
        Database database = Database.open(file);
        try {
            WholeFile.force(options.dataDir());
            return new LocalOpenComputer(options, database);
        } catch (MVStoreException e) {
            database.close();
            throw new LocalServerException(DatabaseTrouble.onOpening(file, e), e);
        } catch (IOException e) {
            database.close();
            throw new LocalServerException(
                    "The data folder " + options.dataDir()
                            + " can't be brought to disk; see whether the disk is in order",
                    e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Where it listens, without a slash at the end: secret stores under {@code /api}, agents under {@code /v1}. */
    public URI url() {
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return URI.create("http://" + host + ":" + http.port());
    }

    /** The key that callers have to show. It is a secret: don't print or log it. */
    public String apiKey() {
        return apiKey.reveal();
    }

    /** What was called how often since the start. */
    public Counters counters() {
        return counters;
    }

    /** What is to go wrong, for those who test a client; nothing at first. */
    public Faults faults() {
        return faults;
    }

    /**
     * A secret's value, as the platform's outbound proxy sees it; no HTTP call gives it away.
     *
     * @param storeName the name of a store, as {@code agent:<id>}
     * @param key the secret's name
     * @return the value in the clear; absent when there is none
     */
    public Optional<String> secretValue(String storeName, String key) {
        return stores.value(storeName, key);
    }

    /** Stops listening, then closes the data folder. */
    @Override
    public void close() {
        http.close();
        database.close();
    }

    private String organisation(MVMap<String, String> settings) {
        return database.write(() -> settings.computeIfAbsent(
                "organisation", key -> UUID.randomUUID().toString()));
    }
}
