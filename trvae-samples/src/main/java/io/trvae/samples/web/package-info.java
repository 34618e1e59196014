/** The web demo: a page, and the HTTP API that it uses. */
@NullMarked
package io.trvae.samples.web;

import org.jspecify.annotations.NullMarked;
