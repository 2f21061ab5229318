/* The page on which the API is tried. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("#api");
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.openapi,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    supportedSubmitMethods: ["get"],
    validatorUrl: null,
  });
});
