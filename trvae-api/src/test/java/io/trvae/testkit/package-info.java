/** What the tests of every backend share: a contract to fulfil, and backends to compare with. */
@NullMarked
package io.trvae.testkit;

import org.jspecify.annotations.NullMarked;
