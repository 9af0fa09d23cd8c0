"use strict";
// What stands behind # in an address is sent to no server: the page itself puts it into its form.
const fromAddress = document.querySelector("form[data-from-address]");
if (fromAddress && location.hash.length > 1) {
  fromAddress.elements[fromAddress.dataset.fromAddress].value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  fromAddress.submit();
}
const toSend = document.querySelector("form[data-send]");
if (toSend) toSend.submit();
