/** What the server knows of the user and the page, read once: `{user, persona, customPermissions, userPermissions, i18n, page, components}`. */
export const context = Object.freeze(JSON.parse(document.getElementById('context').textContent));
