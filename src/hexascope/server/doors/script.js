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
// Who follows a link on a page of others brings no strict cookies, and is sent here though he is
// logged in: this page's own request brings them, and he goes on to where the link leads.
const login = document.querySelector("form[action='/login']");
if (login && /(^|; )(__Host-)?hexascope-csrf=/.test(document.cookie)) {
  fetch("/api/v1/me").then((answer) => {
    if (answer.ok) location.replace(login.elements.next.value);
  });
}
