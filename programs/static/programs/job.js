// Keeps the page of a job current: asks for its state every two seconds and loads the page anew when it has ended.
// Without this file the page shows the state of the moment it was loaded.
"use strict";

(() => {
  const box = document.getElementById("job");
  const bar = document.getElementById("job-progress");
  if (!box || !bar) return;
  const write = (name, text) => {
    const place = box.querySelector(`[data-job="${name}"]`);
    if (place && place.textContent !== text) place.textContent = text;
  };

  const show = (job) => {
    write("state", job.state_label);
    write("message", job.progress.message);
    if (job.progress.total > 0) {
      bar.max = job.progress.total;
      bar.value = job.progress.done;
      write("count", `${job.progress.done} / ${job.progress.total}`);
    } else {
      bar.removeAttribute("value");
      write("count", "");
    }
  };

  const ask = async () => {
    let pause = 2000;
    try {
      const answer = await fetch(box.dataset.stateUrl, { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" });
      // Signed out or taken from view meanwhile: the page itself says what to do.
      if ([401, 403, 404].includes(answer.status)) { location.reload(); return; }
      if (answer.ok) {
        const job = await answer.json();
        if (job.ended) { location.reload(); return; }
        show(job);
      } else {
        pause = 10000;
      }
    } catch {
      // The server cannot be reached just now; the next question may find it again.
      pause = 10000;
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, 1000);
})();
