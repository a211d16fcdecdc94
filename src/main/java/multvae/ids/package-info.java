/** Ids of users and items: text, with numbers in a compact form. */
package multvae.ids;
