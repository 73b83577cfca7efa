/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.opencomputer.operator.wire.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

    /** The cases of RFC 7396, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':'b'}           | {'a':'c'}              | {'a':'c'}",
                "{'a':'b'}           | {'b':'c'}              | {'a':'b','b':'c'}",
                "{'a':'b'}           | {'a':null}             | {}",
                "{'a':'b','b':'c'}   | {'a':null}             | {'b':'c'}",
                "{'a':['b']}         | {'a':'c'}              | {'a':'c'}",
                "{'a':'c'}           | {'a':['b']}            | {'a':['b']}",
                "{'a':{'b':'c'}}     | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]}   | {'a':[1]}              | {'a':[1]}",
                "['a','b']           | ['c','d']              | ['c','d']",
                "{'a':'b'}           | ['c']                  | ['c']",
                "{'a':'foo'}         | null                   | null",
                "{'a':'foo'}         | 'bar'                  | 'bar'",
                "{'e':null}          | {'a':1}                | {'e':null,'a':1}",
                "[1,2]               | {'a':'b','c':null}     | {'a':'b'}",
                "{}                  | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}"
            },
            quoteCharacter = '`')
    void mergesAsTheRfcShows(String target, String patch, String result) throws JsonProcessingException {
        String merged = MergePatch.apply(
                        Json.MAPPER.readTree(target.replace('\'', '"')), Json.MAPPER.readTree(patch.replace('\'', '"')))
                .toString();

        assertThat(merged).isEqualTo(result.replace('\'', '"'));
    }
}
