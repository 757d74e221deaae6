const state = '/var/lib/bancada';
const runtime = '/run/bancada';

/** Where local labs' things lie on this computer. All of it is root's; what the user must read is readable. */
export const places = {
  /** What outlives a reboot: images, and labs with their disks. */
  state,
  images: `${state}/images`,
  labs: `${state}/labs`,
  /** What lives as long as the machines run. */
  runtime,
  /** `RaisedLimits`, readable by all. Like the limits themselves it does not outlive a reboot. */
  limits: `${runtime}/limits.json`,
} as const;

/** The paths of one lab. */
export const labPlaces = (id: string) => {
  const lab = `${places.labs}/${id}`;
  const live = `${runtime}/${id}`;
  return {
    lab,
    /** A folder for each machine: `machinePlaces`. */
    machines: `${lab}/machines`,
    /** A folder for each snapshot, and in it one for each machine with its disk and its record. */
    snapshots: `${lab}/snapshots`,
    /** A folder for each snapshot whose machines, whole, are to take the places of those that are there. */
    restored: `${lab}/restored`,
    /** A link that leads nowhere: it names the snapshot whose machines are taking those places, from the first to the last. */
    halfway: `${lab}/halfway`,
    /** `LabRecord`, readable by all. */
    record: `${lab}/lab.json`,
    /** A link that leads nowhere: it names the owner's user id, and no crash cuts it short as it may the record. */
    owner: `${lab}/owner`,
    live,
    /** `SwitchRecord`, readable by all. */
    switch: `${live}/switch.json`,
    /** `DoorRecord`, readable by all. */
    door: `${live}/door.json`,
    /** The folder that only the owner may enter, and in it the socket by which the door is spoken to. */
    doorFolder: `${live}/door`,
    doorSocket: `${live}/door/socket`,
    doorLog: `${live}/door.log`,
    /** The file that whoever works on the lab as root has locked. It goes with the work, and stays where that was killed. */
    turn: `${live}.turn`,
  };
};

/** What of a machine is kept over a stop, in the folder that is its own. */
export const keptIn = (folder: string) => ({
  /** The image file that holds its upper layer; as large as the size says, and sparse. */
  disk: `${folder}/disk.ext4`,
  /** `MachineRecord`, readable by all. */
  record: `${folder}/machine.json`,
});

/** The paths of one machine. */
export const machinePlaces = (id: string, machine: string) => {
  const folder = `${labPlaces(id).machines}/${machine}`;
  const live = `${runtime}/${id}/machines/${machine}`;
  return {
    /** Folder of what it keeps over a stop. */
    folder,
    ...keptIn(folder),
    live,
    log: `${live}/console.log`,
    /** `RunRecord` of the start that is under way or done, readable by all. */
    run: `${live}/run.json`,
    /** `LinksRecord`, readable by all: links that were changed since it started. Gone with its cables. */
    links: `${live}/links.json`,
    /** The folder that only the owner may enter, and in it the machine's SSH server. */
    sshFolder: `${live}/ssh`,
    sshSocket: `${live}/ssh/socket`,
  };
};
