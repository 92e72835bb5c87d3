// The app: the frame and its pages.
import { render } from 'preact';
import { LocationProvider, Route, Router } from 'preact-iso';
import '../look.css';
import { Foot, Masthead } from './frame.jsx';
import { Home } from './home.jsx';
import { Missing, Report, Status } from './doors.jsx';

const App = () => (
  <LocationProvider>
    <div class="frame">
      <Masthead />
      <main class="page" id="isi" tabIndex={-1}>
        <Router>
          <Route path="/" component={Home} />
          <Route path="/cek" component={Home} />
          <Route path="/lapor" component={Report} />
          <Route path="/status" component={Status} />
          <Route default component={Missing} />
        </Router>
      </main>
      <Foot />
    </div>
  </LocationProvider>
);

render(<App />, document.getElementById('app'));
